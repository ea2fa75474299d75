import { gapSentence } from '../../../core/connectors/model/gap-sentence.ts';
import { gapMend } from '../../../core/connectors/model/runs/gap-words.ts';
import type { GapView, RunLogLineView, RunViews } from '../../../core/connectors/views.ts';
import type { RunId } from '../../../core/shared/ids.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import type { Database } from '../database.ts';
import { nameOf } from './name-of.ts';
import { readRemovals } from './read-removals.ts';
import { readRunDetail } from './runs/run-detail.ts';
import { readRunGaps } from './runs/run-gaps.ts';
import { runColumns, type SyncRunRow, syncRunView } from './sync-run-row.ts';

const logColumns = `run_id as "runId", n, at, level, message`;
const logLimit = 500;

export const runViews = ({ pool }: Database): RunViews => ({
  async list(connectorId, page) {
    const [before] = decodeCursor(page.cursor, ['bigint']) ?? [];
    const { rows } = await pool.query<SyncRunRow>(
      `select ${runColumns} from sync_run r where r.connector_id = $1 and r.kind = 'full' and ($3::bigint is null or r.number < $3)
       order by r.number desc limit $2`,
      [connectorId, page.limit + 1, before ?? null],
    );
    const total = await pool.query<{ count: number }>(
      `select count(*) as count from sync_run where connector_id = $1 and kind = 'full'`,
      [connectorId],
    );
    return { ...cutPage(rows, page.limit, syncRunView, (row) => [row.number]), total: total.rows[0]?.count ?? 0 };
  },
  get: (connectorId, runId) => readRunDetail(pool, connectorId, runId),
  gaps: (connectorId) => readGaps(pool, connectorId),
  runGaps: (connectorId, runId, page) => readRunGaps(pool, connectorId, runId, page),
  removals: (connectorId, runId, page) => readRemovals(pool, connectorId, runId, page),
  async newest(connectorId) {
    const { rows } = await pool.query<{ id: RunId; isReading: boolean }>(
      `select id, status = 'reading' as "isReading" from sync_run where connector_id = $1 and kind = 'full' order by number desc limit 1`,
      [connectorId],
    );
    return rows[0] ?? null;
  },
  async logAfter(runId, n) {
    const { rows } = await pool.query<RunLogLineView>(
      `select ${logColumns} from run_log where run_id = $1 and n > $2 order by n limit ${logLimit}`,
      [runId, n],
    );
    return rows;
  },
});

const readGaps = async (pool: Database['pool'], connectorId: string): ReturnType<RunViews['gaps']> => {
  const { rows } = await pool.query<Omit<GapView, 'what'> & { a: string; b: string | null }>(
    `select s.kind as "scopeKind", ${nameOf('s.a_id')} as a, ${nameOf('s.b_id')} as b, g.reason, g.action, g.message,
       g.failed_at as since, s.connector_id as "connectorId"
     from scope s join scope_gap g on g.scope_id = s.id and g.to_seq is null
     where s.connector_id = $1 and g.implied_by is null and g.reason <> 'no-longer-read' order by s.kind, 2, 3`,
    [connectorId],
  );
  return rows.map(({ a, b, ...gap }) => ({ what: gapSentence(gap.scopeKind, a, b), ...gap, mend: gapMend(gap) }));
};
