import type { Pool } from 'pg';
import type { AuditExportRow, AuditFilter } from '../../../../core/security/audit/audit-views.ts';
import type { AuditCheckpoint, SealableEntry } from '../../../../core/security/model/audit-chain.ts';
import { nowIn } from '../../clock.ts';
import type { ExecuteSql } from '../../database.ts';
import { publicKeys } from '../signing-key-store.ts';
import { auditConditions, tablesFor } from './audit-filters.ts';
import { checkpointColumns, sealableColumns } from './audit-seal-store.ts';

/** Rows in memory at a time. */
const pieceSize = 250;

/**
 * Reads by key, piece by piece. What is sealed while somebody reads still comes: the chain is read until it ends. Then
 * come the entries that are in none of the places read.
 */
export async function* exportAudit(pool: Pool, filter: AuditFilter): AsyncGenerator<AuditExportRow[]> {
  const executeSql = pool.query.bind(pool) as ExecuteSql;
  yield [{ kind: 'start', at: await nowIn(executeSql), keys: await publicKeys(executeSql) }];
  const isWhole = Object.values(filter).every((value) => value === undefined);
  let position = 0;
  for (;;) {
    const sealed = await sealedAfter(pool, filter, position);
    const last = sealed.at(-1)?.position;
    if (last === undefined) break;
    yield isWhole ? withCheckpoints(sealed, await checkpointsBetween(pool, position, last)) : sealed;
    position = last;
  }
  if (isWhole) yield await checkpointBeyond(pool, position);
  let afterId = 0;
  for (;;) {
    const waiting = await waitingAfter(pool, filter, { position, afterId });
    const last = waiting.at(-1)?.entry.id;
    if (last === undefined) return;
    yield waiting;
    afterId = last;
  }
}

type Sealed = Extract<AuditExportRow, { kind: 'sealed' }>;
type Waiting = Extract<AuditExportRow, { kind: 'waiting' }>;
const ofCheckpoint = (checkpoint: AuditCheckpoint): AuditExportRow => ({ kind: 'checkpoint', checkpoint });

async function sealedAfter(pool: Pool, filter: AuditFilter, position: number): Promise<Sealed[]> {
  const values: unknown[] = [position, pieceSize];
  const where = auditConditions(filter, values);
  const { rows } = await pool.query(
    `select s.position, encode(s.hash, 'hex') as hash, ${sealableColumns}
     from audit_seal s left join (${tablesFor(filter)}) on e.id = s.entry_id
     where s.position > $1 and ${where} order by s.position limit $2`,
    values,
  );
  return rows.map(({ position: at, hash, ...entry }) => ({
    kind: 'sealed',
    position: at,
    hash,
    entry: entry.id === null ? null : entry,
  }));
}

async function waitingAfter(
  pool: Pool,
  filter: AuditFilter,
  after: { position: number; afterId: number },
): Promise<Waiting[]> {
  const values: unknown[] = [after.afterId, after.position, pieceSize];
  const where = auditConditions(filter, values);
  const { rows } = await pool.query<SealableEntry>(
    `select ${sealableColumns} from ${tablesFor(filter)}
     where e.id > $1 and not exists (select from audit_seal s where s.entry_id = e.id and s.position <= $2) and ${where}
     order by e.id limit $3`,
    values,
  );
  return rows.map((entry) => ({ kind: 'waiting', entry }));
}

async function checkpointsBetween(pool: Pool, after: number, until: number): Promise<AuditCheckpoint[]> {
  const { rows } = await pool.query<AuditCheckpoint>(
    `select ${checkpointColumns} from audit_checkpoint where count > $1 and count <= $2 order by count`,
    [after, until],
  );
  return rows;
}

/** Where the chain was cut, checkpoints stay behind that sign for more than there is; the newest says it all. */
async function checkpointBeyond(pool: Pool, position: number): Promise<AuditExportRow[]> {
  const { rows } = await pool.query<AuditCheckpoint>(
    `select ${checkpointColumns} from audit_checkpoint where count > $1 order by count desc limit 1`,
    [position],
  );
  return rows.map(ofCheckpoint);
}

/** Each behind the entry that it signs for; one for an entry that is not there, where it would have been. */
function withCheckpoints(sealed: readonly Sealed[], checkpoints: readonly AuditCheckpoint[]): AuditExportRow[] {
  const rows: AuditExportRow[] = [];
  let next = 0;
  for (const row of sealed) {
    for (; (checkpoints[next]?.count ?? Infinity) < row.position; next += 1)
      rows.push(ofCheckpoint(checkpoints[next] as AuditCheckpoint));
    rows.push(row);
  }
  return [...rows, ...checkpoints.slice(next).map(ofCheckpoint)];
}
