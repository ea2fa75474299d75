import type { Command } from 'commander';
import { type Delegation, delegationRoutes } from '../../../../contract/delegations.ts';
import { moment } from '../../output/printable.ts';
import { findPerson } from '../find-person.ts';
import { acting, leaf } from '../leaf.ts';
import { listCommand, type PagingOptions, withPaging } from '../list-command.ts';
import { asInstant, asOfInstant } from '../option-values.ts';
import { findColleague } from './find-colleague.ts';

interface DelegationListOptions extends PagingOptions {
  mine?: boolean;
  open?: boolean;
}

const words = { upcoming: 'upcoming', 'in-force': 'in force', over: 'over' };
const delegationText = ({ id, person, delegate, from, until, status, note }: Delegation): string =>
  [
    `${delegate.name} decides for ${person.name} (${id}): ${words[status]}`,
    `  From         ${moment(from)} UTC`,
    `  Until        ${moment(until)} UTC`,
    ...(note ? [`  Note         ${note}`] : []),
  ].join('\n');

interface AddOptions {
  until: string;
  from?: string;
  note?: string;
  person?: string;
}

function addAdd(group: Command): void {
  leaf(group, 'add <delegate>', 'Name who decides while you are away, by e-mail, name or id')
    .requiredOption('--until <date>', 'the last day (in UTC), or an instant; 90 days at most', asOfInstant)
    .option('--from <date>', 'the first day, or an instant (default: now)', asInstant)
    .option('--note <text>', 'a word to the delegate')
    .option('--person <email>', 'who is away, where it is not you: for administrators of requests')
    .action(
      acting<AddOptions, [string]>(async (run, { until, from, note, person }, named) => {
        const delegateId = await findColleague(run.client, named);
        const body = {
          delegateId,
          until,
          ...(from !== undefined && { from }),
          ...(note !== undefined && { note }),
          ...(person !== undefined && { personId: await findPerson(run.client, person) }),
        };
        const received = await run.client.call(delegationRoutes.add, { body });
        run.show(received, () => delegationText(received.value));
      }),
    );
}

export function addDelegations(program: Command): void {
  const group = program.command('delegations').description('Out of office: who decides while somebody is away');
  withPaging(
    listCommand<Delegation, DelegationListOptions>(group, {
      summary: 'Delegations you may see, latest first',
      empty: 'Nobody acts for anybody here. Next: countersign delegations add <delegate> --until <date>',
      columns: [
        { name: 'Away', of: (row) => row.person.name },
        { name: 'Decides', of: (row) => row.delegate.name },
        { name: 'From', of: (row) => moment(row.from) },
        { name: 'Until', of: (row) => moment(row.endedAt ?? row.until) },
        { name: 'Status', of: (row) => words[row.status] },
        { name: 'Note', of: (row) => row.note },
        { name: 'Id', of: (row) => row.id },
      ],
      read: (client, paging, { mine, open }) =>
        client.call(delegationRoutes.list, {
          query: { ...paging, mine: mine ? 'true' : undefined, open: open ? 'true' : undefined },
        }),
    }),
  )
    .option('--mine', 'only yours, as who is away or as delegate')
    .option('--open', 'only those that are not over');
  addAdd(group);
  leaf(group, 'end <delegation>', 'End one before its time, by id: the delegate decides nothing more').action(
    acting<object, [string]>(async (run, _options, id) => {
      const received = await run.client.call(delegationRoutes.end, { params: { id } });
      run.show(received, () => delegationText(received.value));
    }),
  );
}
