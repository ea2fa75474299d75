import type { AuditEntryView, AuditQuery, AuditViews } from '../../../core/security/audit-views.ts';
import type { PersonId } from '../../../core/shared/ids.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import type { Database } from '../database.ts';

type Row = Omit<AuditEntryView, 'actor' | 'object'> & {
  actorId: PersonId | null;
  actorName: string;
  objectKind: string;
  objectId: string;
  objectName: string | null;
};

// Names as they are now: an entry keeps ids, which do not change.
const named = `
  select e.id, e.at, e.actor_person_id as "actorId", p.name as "actorName", e.action, e.object_kind as "objectKind",
    e.object_id as "objectId", e.detail,
    case e.object_kind
      when 'person' then (select name from person o where o.id = e.object_id)
      when 'connector' then (select name from connector o where o.id = e.object_id)
      when 'application' then (select name from application o where o.id = e.object_id)
      when 'campaign' then (select name from campaign o where o.id = e.object_id)
      when 'review-item' then (select facts ->> 'sentence' from review_item o where o.id = e.object_id)
      when 'api-token' then (select name from api_token o where o.id = e.object_id)
      when 'sync-run' then (select c.name || ', run ' || o.number from sync_run o
        join connector c on c.id = o.connector_id where o.id = e.object_id)
    end as "objectName"
  from audit_entry e left join person p on p.id = e.actor_person_id`;

const filters = (query: AuditQuery, values: unknown[]): string => {
  const add = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['true'];
  if (query.objectId !== undefined) conditions.push(`"objectId" = ${add(query.objectId)}`);
  if (query.action !== undefined) conditions.push(`action = ${add(query.action)}`);
  if (query.q?.trim()) {
    const text = add(query.q.trim().toLowerCase());
    conditions.push(`strpos(lower(concat_ws(' ', action, "actorName", "objectName", "objectId")), ${text}) > 0`);
  }
  return conditions.join(' and ');
};

export const auditViews = ({ pool }: Database): AuditViews => ({
  async list(query) {
    const values: unknown[] = [];
    const where = filters(query, values);
    const counted = await pool.query<{ count: number }>(
      `select count(*) as count from (${named}) n where ${where}`,
      values,
    );
    const [before] = decodeCursor(query.cursor, ['bigint']) ?? [];
    const { rows } = await pool.query<Row>(
      `select * from (${named}) n where ${where}
         and ($${values.length + 1}::bigint is null or id < $${values.length + 1})
       order by id desc limit $${values.length + 2}`,
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
  object: { kind: row.objectKind, id: row.objectId, name: row.objectName },
  detail: row.detail,
});
