import type { AuditEntryView, AuditQuery, AuditViews } from '../../../core/security/audit-views.ts';
import type { PersonId } from '../../../core/shared/ids.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import type { Database } from '../database.ts';
import { auditedObject } from './audited-objects.ts';

type Row = Omit<AuditEntryView, 'actor' | 'object'> & {
  actorId: PersonId | null;
  actorName: string;
  objectKind: string;
  objectId: string;
  objectName: string | null;
  isThere: boolean;
  partKind: string | null;
  partId: string | null;
};

const entries = 'audit_entry e left join person p on p.id = e.actor_person_id';
// Names as they are now: an entry keeps ids, which do not change.
const withObjects = `${entries} left join lateral ${auditedObject} o on true`;
const columns = `e.id, e.at, e.actor_person_id as "actorId", p.name as "actorName", e.action,
  e.object_kind as "objectKind", e.object_id as "objectId", e.detail, o.name as "objectName",
  coalesce(o.is_there, false) as "isThere", o.part_kind as "partKind", o.part_id as "partId"`;

const filters = (query: AuditQuery, values: unknown[]): string => {
  const add = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['true'];
  if (query.objectId !== undefined) conditions.push(`e.object_id = ${add(query.objectId)}`);
  if (query.action !== undefined) conditions.push(`e.action = ${add(query.action)}`);
  if (query.q?.trim()) {
    const text = add(query.q.trim().toLowerCase());
    conditions.push(`strpos(lower(concat_ws(' ', e.action, p.name, o.name, e.object_id)), ${text}) > 0`);
  }
  return conditions.join(' and ');
};

export const auditViews = ({ pool }: Database): AuditViews => ({
  async list(query) {
    const values: unknown[] = [];
    const where = filters(query, values);
    // Only the search needs the names of all; the page looks up those of its own rows.
    const counted = await pool.query<{ count: number }>(
      `select count(*) as count from ${query.q?.trim() ? withObjects : entries} where ${where}`,
      values,
    );
    const [before] = decodeCursor(query.cursor, ['bigint']) ?? [];
    const { rows } = await pool.query<Row>(
      `select ${columns} from ${withObjects} where ${where}
         and ($${values.length + 1}::bigint is null or e.id < $${values.length + 1})
       order by e.id desc limit $${values.length + 2}`,
      [...values, before ?? null, query.limit + 1],
    );
    return { ...cutPage(rows, query.limit, entryOf, (row) => [row.id]), total: counted.rows[0]?.count ?? 0 };
  },
});

const entryOf = (row: Row): AuditEntryView => ({
  id: row.id,
  at: row.at,
  actor: row.actorId && { id: row.actorId, name: row.actorName },
  action: row.action,
  object: {
    kind: row.objectKind,
    id: row.objectId,
    name: row.objectName,
    isThere: row.isThere,
    partOf: row.partKind && row.partId ? { kind: row.partKind, id: row.partId } : null,
  },
  detail: row.detail,
});
