import type { ApplicationView } from '../../../core/connectors/views.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { Page, PageRequest } from '../../../core/shared/page.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import type { Database } from '../database.ts';
import { isVisibleConnector } from './visible-connectors.ts';

/** Discovered ones first (CON-16). All names are shown: whoever adds a connector chooses among them. */
export const applicationList = async (
  { pool }: Database,
  viewer: Viewer,
  page: PageRequest,
): Promise<Page<ApplicationView>> => {
  const values: unknown[] = [page.limit + 1];
  const visible = isVisibleConnector(viewer, values);
  const after = decodeCursor(page.cursor, ['int', 'string', 'string']);
  if (after) values.push(...after);
  const key = `(a.discovered_from is null)::int, lower(a.name), a.id`;
  const [n, name, id] = [values.length - 2, values.length - 1, values.length];
  const { rows } = await pool.query<ApplicationView & { sortName: string }>(
    `select a.id, a.name, a.discovered_from as "discoveredFrom", a.created_at as "createdAt", lower(a.name) as "sortName",
       (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name) order by p.name, p.id), '[]')
        from application_owner o join person p on p.id = o.person_id where o.application_id = a.id) as owners,
       (select count(*) from connector c
        where c.application_id = a.id and c.deleted_at is null and ${visible}) as "connectorCount"
     from application a ${after ? `where (${key}) > ($${n}::int, $${name}, $${id})` : ''}
     order by ${key} limit $1`,
    values,
  );
  const total = await pool.query<{ count: number }>('select count(*) as count from application');
  return {
    ...cutPage(
      rows,
      page.limit,
      ({ sortName: _, ...application }) => application,
      (row) => [row.discoveredFrom === null ? 1 : 0, row.sortName, row.id],
    ),
    total: total.rows[0]?.count ?? 0,
  };
};
