import type { Command } from 'commander';
import { leaseRoutes, type ManualTask } from '../../../../contract/leases.ts';
import { type Approval, requestRoutes } from '../../../../contract/requests.ts';
import { readPages } from '../../client/pages.ts';
import { WrongUsage } from '../../failures.ts';
import { counted, moment, span } from '../../output/printable.ts';
import { tableOf } from '../../output/table.ts';
import { acting, leaf, type Run } from '../leaf.ts';
import { type PagingOptions, pageFoot, withPaging } from '../list-command.ts';
import { spanMinutes } from '../option-values.ts';
import { findRequest } from './find-request.ts';
import { requestText } from './request-text.ts';

interface TaskListOptions extends PagingOptions {
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

const indented = (text: string): string[] => text.split('\n').map((line) => `    ${line}`);
/** A group of an identity provider is not in AWS: what shows it is an upload. */
const proofWords = ({ instructions }: ManualTask) =>
  instructions.awsCli === null
    ? { seen: 'Gone from the uploaded groups', awaited: 'The next upload of the groups proves it.' }
    : { seen: 'Seen in AWS', awaited: 'The next sync proves it.' };
const taskText = (task: ManualTask): string =>
  [
    `${task.title} (${task.id}): ${task.status}${task.doneBy ? ` by ${task.doneBy.name}, ${moment(task.doneAt)} UTC` : ''}`,
    ...(task.status === 'done'
      ? [`  ${task.verifiedAt ? `${proofWords(task).seen} ${moment(task.verifiedAt)} UTC` : proofWords(task).awaited}`]
      : []),
    ...(task.status === 'open'
      ? [
          ...(task.instructions.awsCli === null ? [] : ['  In the console:']),
          ...task.instructions.console.flatMap(indented),
          ...(task.instructions.awsCli === null ? [] : ['  With the AWS CLI:', ...indented(task.instructions.awsCli)]),
        ]
      : []),
  ].join('\n');

async function listByHand(run: Run, options: PagingOptions): Promise<void> {
  const { limit, cursor } = options;
  const received = await readPages(options.all === true, { limit, cursor }, (paging) =>
    run.client.call(leaseRoutes.manualTasks, { query: { ...paging, status: 'open' } }),
  );
  run.show(received, () =>
    received.value.items.length === 0
      ? 'Nothing is to be carried out by hand.'
      : `${received.value.items.map(taskText).join('\n\n')}\n\n${pageFoot(received.value)}`,
  );
}

async function listApprovals(run: Run, options: PagingOptions): Promise<void> {
  const { limit, cursor } = options;
  const received = await readPages(options.all === true, { limit, cursor }, (paging) =>
    run.client.call(requestRoutes.approvals, { query: paging }),
  );
  run.show(received, () =>
    received.value.items.length === 0
      ? 'No request waits for you.'
      : `${tableOf(columnsFor(received.value.items), received.value.items, run.width)}\n\n${pageFoot(received.value)}`,
  );
  if (run.isJson) return;
  const { value } = await run.client.call(leaseRoutes.manualTasks, { query: { limit: 1, status: 'open' } });
  if (value.total > 0)
    run.note(`${counted(value.total, 'change')} to carry out by hand: countersign tasks list --by-hand`);
}

function addDecisions(group: Command): void {
  leaf(group, 'approve <request>', 'Approve, by number or id')
    .option('--for <span>', 'for less time than was asked: 30m, 1h', spanMinutes)
    .option('--reason <text>', 'a word to the person')
    .action(
      acting<{ for?: number; reason?: string }, [string]>(async (run, { for: minutes, reason }, named) => {
        const { value } = await findRequest(run.client, named);
        const body = { ...(minutes !== undefined && { minutes }), ...(reason !== undefined && { reason }) };
        const received = await run.client.call(requestRoutes.approve, { params: { id: value.id }, body });
        run.show(received, () => requestText(received.value));
      }),
    );
  leaf(group, 'deny <request>', 'Deny, by number or id')
    .requiredOption('--reason <text>', 'why; the person is told')
    .action(
      acting<{ reason: string }, [string]>(async (run, { reason }, named) => {
        const { value } = await findRequest(run.client, named);
        const received = await run.client.call(requestRoutes.deny, { params: { id: value.id }, body: { reason } });
        run.show(received, () => requestText(received.value));
      }),
    );
}

export function addTasks(program: Command): void {
  const group = program.command('tasks').description('What waits for you: requests to decide, changes to carry out');
  withPaging(leaf(group, 'list', 'Requests that wait for your decision, due first'))
    .option('--by-hand', 'changes to carry out by hand instead, with their instructions')
    .action(
      acting<TaskListOptions>((run, options) =>
        options.byHand ? listByHand(run, options) : listApprovals(run, options),
      ),
    );
  addDecisions(group);
  leaf(group, 'done <task>', 'Say that a change was carried out by hand; the next sync or upload proves it').action(
    acting<object, [string]>(async (run, _options, id) => {
      if (!/^tsk_/.test(id))
        throw new WrongUsage(`${id} names no change.`, 'Give its id, tsk_…: `countersign tasks list --by-hand`.');
      const received = await run.client.call(leaseRoutes.manualTaskDone, { params: { id } });
      run.show(received, () => taskText(received.value));
    }),
  );
}
