import type { AuditSealStore } from '../../../../core/security/audit/ports.ts';
import { type AuditCheckpoint, emptyHead } from '../../../../core/security/model/audit-chain.ts';
import type { ExecuteSql } from '../../database.ts';

/** One transaction at a time seals; the number is arbitrary and only ours. */
const lockKey = 4_201_127;

/** Of `audit_entry e`, with the names of SealableEntry. */
export const sealableColumns = `e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  e.actor_kind as "actorKind", e.actor_person_id as "actorPersonId", e.action, e.object_kind as "objectKind",
  e.object_id as "objectId", e.request_id as "requestId", e.detail::text as detail`;

/** Of `audit_checkpoint`, with the names of AuditCheckpoint. PostgreSQL breaks base64 only after 76 characters. */
export const checkpointColumns = `count, encode(head, 'hex') as head, at, key_id as "keyId",
  replace(encode(signature, 'base64'), E'\\n', '') as signature`;

export const auditSealStore = (executeSql: ExecuteSql): AuditSealStore => ({
  async takeTurn() {
    await executeSql('select pg_advisory_xact_lock($1)', [lockKey]);
  },
  async head() {
    const { rows } = await executeSql(
      `select position as count, encode(hash, 'hex') as hash from audit_seal order by position desc limit 1`,
    );
    return rows[0] ?? emptyHead;
  },
  async hashAt(position) {
    const { rows } = await executeSql(`select encode(hash, 'hex') as hash from audit_seal where position = $1`, [
      position,
    ]);
    return rows[0]?.hash ?? null;
  },
  async newestCheckpoint() {
    const { rows } = await executeSql(`select ${checkpointColumns} from audit_checkpoint order by count desc limit 1`);
    return (rows[0] as AuditCheckpoint | undefined) ?? null;
  },
  async settledBefore() {
    const { rows } = await executeSql('select pg_snapshot_xmin(pg_current_snapshot())::text as xmin');
    return rows[0].xmin;
  },
  async look({ transaction, id }, limit) {
    // In two steps, each a range of one index: in one, the plan would hang on a guess of how many are not sealed.
    const looked = await executeSql(
      `select transaction_id as transaction, id from audit_entry where (transaction_id, id) > ($1::xid8, $2)
       order by transaction_id, id limit $3`,
      [transaction, id, limit],
    );
    const last = looked.rows.at(-1);
    if (!last) return { unsealed: [], next: null };
    const { rows } = await executeSql(
      `select ${sealableColumns} from audit_entry e
       where e.id = any($1::bigint[]) and not exists (select from audit_seal s where s.entry_id = e.id)
       order by e.transaction_id, e.id`,
      [looked.rows.map((row) => row.id)],
    );
    return { unsealed: rows, next: looked.rows.length < limit ? null : last };
  },
  async append(links) {
    await executeSql(
      `insert into audit_seal (position, entry_id, hash)
       select position, entry_id, decode(hash, 'hex')
       from unnest($1::bigint[], $2::bigint[], $3::text[]) as link (position, entry_id, hash)`,
      [links.map(({ position }) => position), links.map(({ entryId }) => entryId), links.map(({ hash }) => hash)],
    );
  },
  async addCheckpoint({ count, head, at, keyId, signature }) {
    await executeSql(
      `insert into audit_checkpoint (count, head, at, key_id, signature)
       values ($1, decode($2, 'hex'), $3, $4, decode($5, 'base64'))`,
      [count, head, at, keyId, signature],
    );
  },
});
