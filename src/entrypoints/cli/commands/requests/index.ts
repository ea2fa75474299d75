import type { Command } from 'commander';
import { leaseRoutes } from '../../../../contract/leases.ts';
import { type AccessRequest, requestRoutes } from '../../../../contract/requests.ts';
import { moment, span } from '../../output/printable.ts';
import { findColleague } from '../delegations/find-colleague.ts';
import { findPerson } from '../find-person.ts';
import { acting, leaf } from '../leaf.ts';
import { listCommand, type PagingOptions, withPaging } from '../list-command.ts';
import { spanMinutes } from '../option-values.ts';
import { findLeaseId, findRequest } from './find-request.ts';
import { leaseText, requestText } from './request-text.ts';
import { requireActive, waitForAccess, waitForEnd } from './wait.ts';

interface RequestListOptions extends PagingOptions {
  status?: AccessRequest['status'];
  mine?: boolean;
  person?: string;
}

function addList(group: Command): void {
  withPaging(
    listCommand<AccessRequest, RequestListOptions>(group, {
      summary: 'Requests you may see, newest first',
      empty: 'No request yet, or none you may see. Next: countersign catalog list',
      columns: [
        { name: 'No', of: (row) => row.number },
        { name: 'Asked', of: (row) => moment(row.createdAt) },
        { name: 'For', of: (row) => row.person.name },
        { name: 'What', of: (row) => row.entitlement.name },
        { name: 'Time', of: (row) => span(row.grantedMinutes ?? row.durationMinutes) },
        { name: 'Status', of: (row) => row.status },
        { name: 'Access', of: (row) => row.lease?.status },
        { name: 'Id', of: (row) => row.id },
      ],
      read: async (client, paging, { status, mine, person }) =>
        client.call(requestRoutes.list, {
          query: {
            ...paging,
            status,
            mine: mine ? 'true' : undefined,
            ...(person && { personId: await findPerson(client, person) }),
          },
        }),
    }),
  )
    .option('--status <status>', 'pending, approved, denied, cancelled or expired')
    .option('--mine', 'only those for me or by me')
    .option('--person <email>', 'only those for this person');
}

function addShow(group: Command): void {
  leaf(group, 'show <request>', 'One request, by number or id, with where its access stands')
    .option('--wait', 'until its access is active; exit code 3 when that cannot be')
    .action(
      acting<{ wait?: boolean }, [string]>(async (run, { wait }, named) => {
        const found = await findRequest(run.client, named);
        const received = wait ? await waitForAccess(run, found.value.id) : found;
        run.show(received, () => requestText(received.value));
        if (wait) requireActive(received.value);
      }),
    );
}

function addExtend(group: Command): void {
  leaf(group, 'extend <request>', 'Ask for more time: a new request, decided as the policy says')
    .requiredOption('--for <span>', 'how much longer: 45m, 2h', spanMinutes)
    .requiredOption('--reason <text>', 'why; the one who decides reads it')
    .action(
      acting<{ for: number; reason: string }, [string]>(async (run, { for: durationMinutes, reason }, named) => {
        const id = await findLeaseId(run.client, named);
        const received = await run.client.call(requestRoutes.extend, {
          params: { id },
          body: { durationMinutes, reason },
        });
        run.show(received, () => requestText(received.value));
      }),
    );
}

function addDrop(group: Command): void {
  leaf(group, 'drop <request>', 'Give the access back before its time')
    .option('--wait', 'until AWS no longer has it')
    .action(
      acting<{ wait?: boolean }, [string]>(async (run, { wait }, named) => {
        const id = await findLeaseId(run.client, named);
        const given = await run.client.call(leaseRoutes.giveBack, { params: { id } });
        const received = wait ? await waitForEnd(run, id) : given;
        run.show(received, () => leaseText(received.value));
      }),
    );
}

function addCancel(group: Command): void {
  leaf(group, 'cancel <request>', 'Withdraw a request that nobody has decided yet').action(
    acting<object, [string]>(async (run, _options, named) => {
      const { value } = await findRequest(run.client, named);
      const received = await run.client.call(requestRoutes.cancel, { params: { id: value.id } });
      run.show(received, () => requestText(received.value));
    }),
  );
}

function addReassign(group: Command): void {
  leaf(group, 'reassign <request>', 'Hand your decision to somebody else, who then decides instead of you')
    .requiredOption('--to <email>', 'who decides from now on, by e-mail, name or id')
    .requiredOption('--reason <text>', 'why; they read it')
    .action(
      acting<{ to: string; reason: string }, [string]>(async (run, { to, reason }, named) => {
        const { value } = await findRequest(run.client, named);
        const personId = await findColleague(run.client, to);
        const received = await run.client.call(requestRoutes.reassign, {
          params: { id: value.id },
          body: { personId, reason },
        });
        run.show(received, () => requestText(received.value));
      }),
    );
}

export function addRequests(program: Command): void {
  const group = program.command('requests').description('Requests for access: follow, extend, give back');
  addList(group);
  addShow(group);
  addExtend(group);
  addDrop(group);
  addCancel(group);
  addReassign(group);
}
