import { Argument, type Command, Option } from 'commander';
import { type Member, MemberRole, memberRoutes } from '../../../contract/members.ts';
import { moment } from '../output/printable.ts';
import { tableOf } from '../output/table.ts';
import { findPerson } from './find-person.ts';
import { acting, leaf } from './leaf.ts';
import { listCommand, type PagingOptions, withPaging } from './list-command.ts';
import { collected } from './option-values.ts';

interface MemberListOptions extends PagingOptions {
  search?: string;
  role?: MemberRole;
  everybody?: boolean;
}

const rolesOf = ({ roles }: Member): string => roles.map(({ role }) => role).join(', ') || 'none beyond everyone';
const memberText = (member: Member): string =>
  [
    `${member.name} <${member.email ?? 'no e-mail'}> (${member.id})${member.status === 'inactive' ? ', has left' : ''}`,
    `  Roles        ${rolesOf(member)}`,
    `  Signed in    ${member.lastSignedInAt ? `${moment(member.lastSignedInAt)} UTC` : 'never'}`,
    ...(member.ownedConnectorCount > 0 ? [`  Connectors   owns ${member.ownedConnectorCount}`] : []),
  ].join('\n');

function addList(group: Command): void {
  withPaging(
    listCommand<Member, MemberListOptions>(group, {
      summary: 'Who holds which role, and when they last signed in',
      empty: 'Nobody like that. --everybody lists people without a role, too.',
      columns: [
        { name: 'Name', of: (row) => row.name },
        { name: 'E-mail', of: (row) => row.email },
        { name: 'Roles', of: rolesOf },
        { name: 'Signed in', of: (row) => moment(row.lastSignedInAt) },
        { name: '', of: (row) => (row.status === 'inactive' ? 'has left' : '') },
        { name: 'Id', of: (row) => row.id },
      ],
      read: (client, paging, { search, role, everybody }) =>
        client.call(memberRoutes.list, {
          query: { ...paging, q: search, role: role ?? (everybody ? undefined : 'any') },
        }),
    }),
  )
    .option('--search <text>', 'only who has this in their name or e-mail')
    .addOption(new Option('--role <role>', 'only who holds this role').choices(MemberRole.options))
    .option('--everybody', 'people without a role, too');
}

function addRoles(group: Command): void {
  leaf(group, 'roles', 'What each role may do, and how many hold it').action(
    acting(async (run) => {
      const received = await run.client.call(memberRoutes.roles, {});
      run.show(received, () =>
        received.value.items
          .map(({ role, summary, may, mayNot, holderCount }) =>
            [
              `${role} (${holderCount}): ${summary}`,
              ...may.map((each) => `  + ${each}`),
              ...mayNot.map((each) => `  - not: ${each}`),
            ].join('\n'),
          )
          .join('\n\n'),
      );
    }),
  );
}

function addInvite(group: Command): void {
  leaf(group, 'invite <email>', 'Invite a person: they get a mail with the link to sign in')
    .requiredOption('--name <name>', 'who they are')
    .option('--role <role>', 'a role to begin with; may be given several times', collected)
    .action(
      acting<{ name: string; role?: string[] }, [string]>(async (run, { name, role }, email) => {
        const body = { name, email, roles: (role ?? []) as MemberRole[] };
        const received = await run.client.call(memberRoutes.invite, { body });
        run.show(received, () => memberText(received.value));
      }),
    );
}

function addChanges(group: Command): void {
  const role = () => new Argument('<role>', 'the role').choices(MemberRole.options);
  leaf(group, 'grant <person>', 'Give a person a role, by e-mail, name or id')
    .addArgument(role())
    .action(
      acting<object, [string, MemberRole]>(async (run, _options, person, given) => {
        const params = { id: await findPerson(run.client, person) };
        const received = await run.client.call(memberRoutes.grant, { params, body: { role: given } });
        run.show(received, () => memberText(received.value));
      }),
    );
  leaf(group, 'revoke <person>', 'Take a role away from a person; it ends with their next request')
    .addArgument(role())
    .action(
      acting<object, [string, MemberRole]>(async (run, _options, person, taken) => {
        const params = { id: await findPerson(run.client, person), role: taken };
        const received = await run.client.call(memberRoutes.takeAway, { params });
        run.show(received, () => memberText(received.value));
      }),
    );
}

function addShow(group: Command): void {
  leaf(group, 'show <person>', 'One person: roles, by whom and since when').action(
    acting<object, [string]>(async (run, _options, person) => {
      const params = { id: await findPerson(run.client, person) };
      const received = await run.client.call(memberRoutes.get, { params });
      run.show(received, () => {
        const columns = [
          { name: 'Role', of: (row: Member['roles'][number]) => row.role },
          { name: 'Since', of: (row: Member['roles'][number]) => moment(row.grantedAt) },
          {
            name: 'By',
            of: (row: Member['roles'][number]) => (row.isFromClaim ? 'the sign-in provider' : row.grantedBy?.name),
          },
        ];
        const { roles } = received.value;
        return [memberText(received.value), ...(roles.length > 0 ? [tableOf(columns, roles, run.width)] : [])].join(
          '\n\n',
        );
      });
    }),
  );
}

export function addMembers(program: Command): void {
  const group = program.command('members').description('Who may do what here; changed by Super Administrators');
  addList(group);
  addShow(group);
  addRoles(group);
  addInvite(group);
  addChanges(group);
}
