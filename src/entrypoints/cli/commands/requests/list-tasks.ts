import { campaignRoutes } from '../../../../contract/campaigns.ts';
import { leaseRoutes } from '../../../../contract/leases.ts';
import { type Approval, requestRoutes } from '../../../../contract/requests.ts';
import { type Page, type Paging, readPages } from '../../client/pages.ts';
import { WrongUsage } from '../../failures.ts';
import { counted, moment, span } from '../../output/printable.ts';
import { tableOf } from '../../output/table.ts';
import type { Run } from '../leaf.ts';
import { type PagingOptions, pageFoot } from '../list-command.ts';
import { manualTaskText } from './manual-task-text.ts';

export interface TaskListOptions extends PagingOptions {
  approvals?: boolean;
  byHand?: boolean;
}

/** What the decision needs is on one line each: who, what, how long, why, and what they hold there already. */
const approvalColumns = [
  { name: 'No', of: ({ request }: Approval) => request.number },
  { name: 'Who', of: ({ request }: Approval) => request.person.name },
  { name: 'What', of: ({ request }: Approval) => request.entitlement.name },
  { name: 'Time', of: ({ request }: Approval) => span(request.durationMinutes) },
  { name: 'Until', of: ({ request }: Approval) => moment(request.expiresAt) },
  { name: 'Holds there', of: ({ alreadyHolds }: Approval) => alreadyHolds.length },
  { name: 'Asked before', of: ({ earlier }: Approval) => earlier.length },
  { name: 'Reason', of: ({ request }: Approval) => [request.reason, request.ticket].filter(Boolean).join(' – ') },
];

/** Shown where the viewer acts for somebody who is away. */
const inSteadOf = { name: 'In stead of', of: ({ request }: Approval) => request.decidesInSteadOf?.name };
const columnsFor = (items: readonly Approval[]) =>
  items.some(({ request }) => request.decidesInSteadOf) ? [inSteadOf, ...approvalColumns] : approvalColumns;

const approvalsText = (run: Run, page: Page<Approval>): string =>
  page.items.length === 0
    ? 'No request waits for you.'
    : `${tableOf(columnsFor(page.items), page.items, run.width)}\n\n${pageFoot(page)}`;

const approvals = (run: Run) => (paging: Paging) => run.client.call(requestRoutes.approvals, { query: paging });
const manualTasks = (run: Run) => (paging: Paging) =>
  run.client.call(leaseRoutes.manualTasks, { query: { ...paging, status: 'open' } });
const reviewItems = (run: Run) => (paging: Paging) => run.client.call(campaignRoutes.myItems, { query: paging });

/** All three kinds of what waits, each a page of its own; with --json as `{ approvals, manualTasks, reviews }`. */
async function listAll(run: Run, { all = false, limit, cursor }: TaskListOptions): Promise<void> {
  if (cursor !== undefined)
    throw new WrongUsage(
      'A cursor belongs to one list, and this shows three.',
      'Say which: --approvals, --by-hand, or `countersign reviews list`.',
    );
  const [decide, carryOut, review] = await Promise.all([
    readPages(all, { limit }, approvals(run)),
    readPages(all, { limit }, manualTasks(run)),
    readPages(all, { limit }, reviewItems(run)),
  ]);
  const text = `{"approvals":${decide.text},"manualTasks":${carryOut.text},"reviews":${review.text}}`;
  run.show({ value: undefined, text }, () =>
    [
      approvalsText(run, decide.value),
      ...waitingElsewhere(carryOut.value.total, 'change', 'to carry out by hand: countersign tasks list --by-hand'),
      ...waitingElsewhere(review.value.total, 'item', 'to review: countersign reviews list'),
    ].join('\n\n'),
  );
}
const waitingElsewhere = (count: number, noun: string, where: string) =>
  count === 0 ? [] : [`${counted(count, noun)} ${where}`];

/** What waits for this person: of every kind, or of one kind page by page. */
export async function listTasks(run: Run, options: TaskListOptions): Promise<void> {
  const { approvals: isApprovals = false, byHand: isByHand = false, all = false, limit, cursor } = options;
  if (isApprovals && isByHand)
    throw new WrongUsage('--approvals and --by-hand name two lists.', 'Give one of them, or none for all.');
  if (isApprovals) {
    const received = await readPages(all, { limit, cursor }, approvals(run));
    return run.show(received, () => approvalsText(run, received.value));
  }
  if (!isByHand) return listAll(run, options);
  const received = await readPages(all, { limit, cursor }, manualTasks(run));
  run.show(received, () =>
    received.value.items.length === 0
      ? 'Nothing is to be carried out by hand.'
      : `${received.value.items.map(manualTaskText).join('\n\n')}\n\n${pageFoot(received.value)}`,
  );
}
