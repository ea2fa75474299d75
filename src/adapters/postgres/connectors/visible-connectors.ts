import { seesEverything, type Viewer } from '../../../core/security/model/viewer.ts';

/**
 * SQL condition: connector `c` is one that the viewer may see (SEC-2; the same rule as canSee in core). Adds its
 * parameter to `values`.
 */
export const isVisibleConnector = (viewer: Viewer, values: unknown[]): string => {
  if (seesEverything(viewer)) return 'true';
  if (!viewer.roles.includes('connector-administrator')) return 'false';
  values.push(viewer.personId);
  const me = `$${values.length}`;
  return `(c.created_by = ${me}
    or exists (select from connector_owner o where o.connector_id = c.id and o.person_id = ${me}))`;
};
