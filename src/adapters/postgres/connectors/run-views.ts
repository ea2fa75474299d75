import { gapSentence } from '../../../core/connectors/model/gap-sentence.ts';
import type { GapView, RunLogLineView, RunViews, SyncRunDetail } from '../../../core/connectors/views.ts';
import type { RunId } from '../../../core/shared/ids.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import type { Database } from '../database.ts';
import { nameOf } from './name-of.ts';
import { readRemovals } from './read-removals.ts';
import { runColumns, type SyncRunRow, syncRunView } from './sync-run-row.ts';

const logColumns = `run_id as "runId", n, at, level, message`;
const logLimit = 500;
/** Of a run with very many lines the page shows the last ones; the live log has them all. */
const shownLines = 2000;

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
  async get(connectorId, runId): Promise<SyncRunDetail | null> {
    const { rows } = await pool.query<SyncRunRow & Pick<SyncRunDetail, 'plan'>>(
      `select ${runColumns}, r.plan from sync_run r where r.connector_id = $1 and r.id = $2`,
      [connectorId, runId],
    );
    if (!rows[0]) return null;
    const { plan, ...run } = rows[0];
    const log = await pool.query<RunLogLineView>(
      `select * from (select ${logColumns} from run_log where run_id = $1 order by n desc limit ${shownLines}) l order by n`,
      [runId],
    );
    const calls = Object.entries(run.calls)
      .map(([operation, each]) => ({ operation, ...each }))
      .sort((a, b) => (a.operation < b.operation ? -1 : 1));
    return { ...syncRunView(run), calls, plan, log: log.rows };
  },
  gaps: (connectorId) => readGaps(pool, connectorId),
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

const readGaps = async (pool: Database['pool'], connectorId: string): Promise<GapView[]> => {
  const { rows } = await pool.query<Omit<GapView, 'what'> & { a: string; b: string | null }>(
    `select s.kind as "scopeKind", ${nameOf('s.a_id')} as a, ${nameOf('s.b_id')} as b, g.reason, g.action, g.message,
       g.failed_at as since, s.connector_id as "connectorId"
     from scope s join scope_gap g on g.scope_id = s.id and g.to_seq is null
     where s.connector_id = $1 order by s.kind, 2, 3`,
    [connectorId],
  );
  return rows.map(({ a, b, ...gap }) => ({ what: gapSentence(gap.scopeKind, a, b), ...gap }));
};
