import { callRates } from '../../../../core/connectors/model/runs/call-rates.ts';
import { decisionSentence } from '../../../../core/connectors/model/runs/decision-sentence.ts';
import { scopeTitle } from '../../../../core/connectors/model/runs/scope-words.ts';
import type {
  PlanDecisionView,
  RunChangesView,
  RunLogLineView,
  ScopeCountView,
  SyncRunDetail,
} from '../../../../core/connectors/views.ts';
import type { Database } from '../../database.ts';
import { runColumns, type SyncRunRow, syncRunView } from '../sync-run-row.ts';
import { limitsNow, stagedScopes } from './run-figures.ts';

/** Of a run with very many lines the page shows the last ones; the live log has them all. */
const shownLines = 2000;

interface DetailRow extends SyncRunRow, Pick<SyncRunDetail, 'startedBy' | 'resumptions'> {
  plan: PlanDecisionView[];
  readingMs: number | null;
  publishingMs: number | null;
  storedScopes: Record<string, { read: number; failed: number }> | null;
  limits: Record<string, number> | null;
  changes: RunChangesView;
}

/** Figures that are kept when a run ends come from staging while it lasts. */
const select = `select ${runColumns}, r.plan, r.resumptions, r.reading_ms as "readingMs", r.publishing_ms as "publishingMs",
  (select json_build_object('id', p.id, 'name', p.name) from person p where p.id = r.started_by) as "startedBy",
  coalesce(r.scopes, ${stagedScopes}) as "storedScopes", coalesce(r.rate_limits, ${limitsNow}) as limits,
  (select json_build_object('granted', count(*) filter (where op = 'granted'),
     'removed', count(*) filter (where op = 'removed'), 'changed', count(*) filter (where op = 'changed'),
     'appeared', count(*) filter (where op = 'appeared'), 'vanished', count(*) filter (where op = 'vanished'),
     'areFirst', r.seq is not null and not exists (select from sync_run earlier
       where earlier.connector_id = r.connector_id and earlier.seq < r.seq))
   from change where seq = r.seq) as changes
  from sync_run r join connector c on c.id = r.connector_id where r.connector_id = $1 and r.id = $2`;

/** One run with all that its page tells; null when this connector has no such run. */
export async function readRunDetail(
  pool: Database['pool'],
  connectorId: string,
  runId: string,
): Promise<SyncRunDetail | null> {
  const { rows } = await pool.query<DetailRow>(select, [connectorId, runId]);
  if (!rows[0]) return null;
  const { plan, storedScopes, limits, readingMs, publishingMs, changes, startedBy, resumptions, ...run } = rows[0];
  const log = await pool.query<RunLogLineView>(
    `select * from (select run_id as "runId", n, at, level, message from run_log
       where run_id = $1 order by n desc limit ${shownLines}) l order by n`,
    [runId],
  );
  const calls = Object.entries(run.calls)
    .map(([operation, each]) => ({ operation, ...each }))
    .sort((a, b) => (a.operation < b.operation ? -1 : 1));
  // A run that measured its time kept its scopes as well: none are known because none were read.
  const scopes = scopeCounts(storedScopes ?? (readingMs === null ? null : {}));
  return {
    ...syncRunView(run),
    ...(scopes && run.status === 'reading' && totals(scopes)),
    startedBy,
    resumptions,
    readingMs: rounded(readingMs),
    publishingMs: rounded(publishingMs),
    calls,
    rates: callRates(calls, readingMs, limits ?? {}),
    plan: plan.map((decision) => ({ ...decision, sentence: decisionSentence(decision) })),
    scopes,
    changes,
    log: log.rows,
  };
}

const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));

const scopeCounts = (stored: DetailRow['storedScopes']): ScopeCountView[] | null =>
  stored &&
  Object.entries(stored)
    .map(([kind, counts]) => ({ kind, title: scopeTitle(kind), ...counts }))
    .sort((a, b) => (a.title < b.title ? -1 : 1));

const totals = (scopes: ScopeCountView[]) => ({
  scopesRead: scopes.reduce((sum, { read }) => sum + read, 0),
  scopesFailed: scopes.reduce((sum, { failed }) => sum + failed, 0),
});
