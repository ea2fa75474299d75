import type { RunDetail } from '../../../../../contract/sync-runs.ts';
import { counted, moment } from '../../../output/printable.ts';
import { tableOf } from '../../../output/table.ts';

const seconds = (ms: number | null): string => (ms === null ? 'not measured' : `${(ms / 1000).toFixed(1)} s`);
const rate = (perSecond: number | null, unknown: string): string =>
  perSecond === null ? unknown : perSecond >= 10 ? String(Math.round(perSecond)) : perSecond.toFixed(1);

const facts = (run: RunDetail): string[] => [
  `Sync run ${run.number} (${run.id}): ${run.status}`,
  ...(run.failure
    ? [
        `  ${run.failure.message}`,
        ...(run.failure.awsError ? [`  AWS said: ${run.failure.awsError}`] : []),
        ...run.failure.mend.split('\n').map((line) => `  ${line}`),
      ]
    : []),
  `  Started    ${moment(run.startedAt)} UTC (${run.trigger}${run.startedBy ? `, by ${run.startedBy.name}` : ''})`,
  `  Read in    ${seconds(run.readingMs)}${run.resumptions > 0 ? `, gone on with ${counted(run.resumptions, 'time')} after a worker was killed` : ''}`,
  ...(run.status === 'published' ? [`  Published  in ${seconds(run.publishingMs)}`] : []),
  `  Calls      ${run.callsMade} made, ${run.callsPlanned} planned, ${run.callsThrottled} throttled`,
  `  Listings   ${run.scopesRead} read whole, ${run.scopesFailed} not`,
  `  Changes    ${changesOf(run)}`,
];

function changesOf({ status, changes }: RunDetail): string {
  if (status !== 'published') return 'none published';
  const { areFirst, ...counts } = changes;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (areFirst) return `none: the first reading found ${total} that were there before`;
  return (
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([op, count]) => `${count} ${op}`)
      .join(', ') || 'none'
  );
}

/** One run as the page tells it: facts, plan against actual, speed, listings, decisions. */
export function runText(run: RunDetail, connectorId: string, width: number | undefined): string {
  const parts = [
    facts(run).join('\n'),
    run.calls.length > 0 &&
      tableOf(
        [
          { name: 'Operation', of: (row) => row.operation },
          { name: 'Planned', of: (row) => row.planned },
          { name: 'Made', of: (row) => row.actual },
          { name: 'Throttled', of: (row) => row.throttled },
        ],
        run.calls,
        width,
      ),
    run.rates.length > 0 &&
      tableOf(
        [
          { name: 'Service', of: (row) => row.family },
          { name: 'Calls', of: (row) => row.calls },
          { name: 'Per second', of: (row) => rate(row.perSecond, 'too short to say') },
          { name: 'Limit', of: (row) => rate(row.limitPerSecond, 'not kept') },
        ],
        run.rates,
        width,
      ),
    run.scopes &&
      run.scopes.length > 0 &&
      tableOf(
        [
          { name: 'Listings of', of: (row) => row.title },
          { name: 'Read whole', of: (row) => row.read },
          { name: 'Not read', of: (row) => row.failed },
        ],
        run.scopes,
        width,
      ),
    run.plan.map(({ sentence }) => sentence).join('\n'),
    run.scopesFailed > 0 && `What it could not read: countersign connectors run ${connectorId} ${run.id} --not-read`,
  ];
  return parts.filter(Boolean).join('\n\n');
}
