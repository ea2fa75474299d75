import type { Command } from 'commander';
import { type Lease, leaseRoutes } from '../../../../contract/leases.ts';
import { moment } from '../../output/printable.ts';
import { acting, leaf } from '../leaf.ts';
import { listCommand, type PagingOptions, withPaging } from '../list-command.ts';
import { findLeaseId } from './find-request.ts';
import { leaseText } from './request-text.ts';
import { waitForEnd } from './wait.ts';

interface LeaseListOptions extends PagingOptions {
  status?: Lease['status'];
  mine?: boolean;
  open?: boolean;
}

const noteOf = ({ failure, endReason, manualTaskId }: Lease): string =>
  failure?.message ?? endReason ?? (manualTaskId ? `by hand: ${manualTaskId}` : '');

export function addLeases(program: Command): void {
  const group = program.command('leases').description('Time-boxed access that Countersign keeps true in AWS');
  withPaging(
    listCommand<Lease, LeaseListOptions>(group, {
      summary: 'Leases you may see',
      empty: 'No lease, or none you may see. Next: countersign catalog list',
      columns: [
        { name: 'Id', of: (row) => row.id },
        { name: 'Request', of: (row) => row.requestNumber },
        { name: 'Who', of: (row) => row.person.name },
        { name: 'What', of: (row) => row.entitlement.name },
        { name: 'Status', of: (row) => row.status },
        { name: 'From', of: (row) => moment(row.startsAt) },
        { name: 'Until', of: (row) => moment(row.endedAt ?? row.endsAt) },
        { name: '', of: noteOf },
      ],
      read: (client, paging, { status, mine, open }) =>
        client.call(leaseRoutes.leases, {
          query: { ...paging, status, mine: mine ? 'true' : undefined, isOpen: open ? 'true' : undefined },
        }),
    }),
  )
    .option('--status <status>', 'scheduled, activating, active, ending, ended or failed')
    .option('--mine', 'only mine')
    .option('--open', 'only those that have not ended');
  leaf(group, 'revoke <lease>', 'End somebody’s access before its time, as an owner')
    .requiredOption('--reason <text>', 'why; the person is told')
    .option('--wait', 'until AWS no longer has it')
    .action(
      acting<{ reason: string; wait?: boolean }, [string]>(async (run, { reason, wait }, named) => {
        const id = await findLeaseId(run.client, named);
        const revoked = await run.client.call(leaseRoutes.revoke, { params: { id }, body: { reason } });
        const received = wait ? await waitForEnd(run, id) : revoked;
        run.show(received, () => leaseText(received.value));
      }),
    );
}
