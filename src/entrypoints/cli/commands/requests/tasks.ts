import type { Command } from 'commander';
import { leaseRoutes } from '../../../../contract/leases.ts';
import { requestRoutes } from '../../../../contract/requests.ts';
import { WrongUsage } from '../../failures.ts';
import { acting, leaf } from '../leaf.ts';
import { withPaging } from '../list-command.ts';
import { spanMinutes } from '../option-values.ts';
import { findRequest } from './find-request.ts';
import { listTasks, type TaskListOptions } from './list-tasks.ts';
import { manualTaskText } from './manual-task-text.ts';
import { requestText } from './request-text.ts';

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
  withPaging(leaf(group, 'list', 'What waits for you: decisions, changes to carry out, access to review'))
    .option('--approvals', 'only the requests that wait for your decision, due first')
    .option('--by-hand', 'only the changes to carry out by hand, with their instructions')
    .action(acting<TaskListOptions>(listTasks));
  addDecisions(group);
  leaf(group, 'done <task>', 'Say that a change was carried out by hand; the next sync or upload proves it').action(
    acting<object, [string]>(async (run, _options, id) => {
      if (!/^tsk_/.test(id))
        throw new WrongUsage(`${id} names no change.`, 'Give its id, tsk_…: `countersign tasks list --by-hand`.');
      const received = await run.client.call(leaseRoutes.manualTaskDone, { params: { id } });
      run.show(received, () => manualTaskText(received.value));
    }),
  );
}
