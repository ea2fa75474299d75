import type { AuditEntryView, AuditViews } from '../../../../core/security/audit/audit-views.ts';
import type { PersonId } from '../../../../core/shared/ids.ts';
import { cutPage, decodeCursor } from '../../cursor.ts';
import type { Database, ExecuteSql } from '../../database.ts';
import { exportAudit } from './audit-export.ts';
import { auditConditions, tablesFor, withObjects } from './audit-filters.ts';
import { auditSealStore } from './audit-seal-store.ts';

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

const columns = `e.id, e.at, e.actor_person_id as "actorId", p.name as "actorName", e.action,
  e.object_kind as "objectKind", e.object_id as "objectId", e.detail, o.name as "objectName",
  coalesce(o.is_there, false) as "isThere", o.part_kind as "partKind", o.part_id as "partId"`;

export const auditViews = ({ pool }: Database): AuditViews => ({
  async list(query) {
    const values: unknown[] = [];
    const where = auditConditions(query, values);
    const counted = await pool.query<{ count: number }>(
      `select count(*) as count from ${tablesFor(query)} where ${where}`,
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
  async seal() {
    const store = auditSealStore(pool.query.bind(pool) as ExecuteSql);
    const checkpoint = await store.newestCheckpoint();
    const { rows } = await pool.query<{ sealed: number; entries: number; hash: string | null }>(
      `select coalesce((select max(position) from audit_seal), 0) as sealed, (select count(*) from audit_entry) as entries,
         (select encode(hash, 'hex') from audit_seal where position = $1) as hash`,
      [checkpoint?.count ?? null],
    );
    const { sealed = 0, entries = 0, hash = null } = rows[0] ?? {};
    const isAsSigned = checkpoint === null || hash === checkpoint.head;
    return { sealed, waiting: Math.max(0, entries - sealed), checkpoint, isAsSigned };
  },
  export: (filter) => exportAudit(pool, filter),
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
