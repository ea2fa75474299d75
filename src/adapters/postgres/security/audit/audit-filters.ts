import type { AuditFilter } from '../../../../core/security/audit/audit-views.ts';
import { auditedObject } from './audited-objects.ts';

const entries = 'audit_entry e left join person p on p.id = e.actor_person_id';
// Names as they are now: an entry keeps ids, which do not change.
export const withObjects = `${entries} left join lateral ${auditedObject} o on true`;

/** Only the search needs the names of all; a page looks up those of its own rows. */
export const tablesFor = (filter: AuditFilter): string => (filter.q?.trim() ? withObjects : entries);

/** The conditions of a filter over these tables; adds what they compare with to `values`. */
export const auditConditions = (filter: AuditFilter, values: unknown[]): string => {
  const conditions = ['true'];
  const add = (condition: (value: string) => string, value: unknown): void => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
  };
  add((kind) => `e.object_kind = ${kind}`, filter.objectKind);
  add((id) => `e.object_id = ${id}`, filter.objectId);
  add((action) => `e.action = ${action}`, filter.action);
  if (filter.actorId === 'system') conditions.push(`e.actor_kind = 'system'`);
  else add((id) => `e.actor_person_id = ${id}`, filter.actorId);
  add((from) => `e.at >= ${from}`, filter.from);
  add((until) => `e.at < ${until}`, filter.until);
  add(
    (text) => `strpos(lower(concat_ws(' ', e.action, p.name, o.name, e.object_id)), ${text}) > 0`,
    filter.q?.trim().toLowerCase() || undefined,
  );
  return conditions.join(' and ');
};
