import type { Command } from 'commander';
import { inventoryRoutes } from '../../../contract/inventory.ts';
import type { AwsAccount, Group, Identity, PermissionSet, Person, Role } from '../../../contract/inventory-entities.ts';
import { type ListOptions, listCommand, listQuery, withListOptions } from './list-command.ts';

const notRead = 'Nothing to show: nothing matches, nothing was read yet, or you may not see it.';
const staleWord = ({ freshness }: { freshness: { isStale: boolean } }): string => (freshness.isStale ? 'stale' : '');

export function addAwsAccounts(program: Command): void {
  const group = program.command('aws-accounts').description('AWS accounts');
  withListOptions(
    listCommand<AwsAccount, ListOptions & { status?: string }>(group, {
      summary: 'AWS accounts, with how many people reach each',
      empty: notRead,
      columns: [
        { name: 'AWS account', of: (row) => row.awsAccountId },
        { name: 'Name', of: (row) => row.name },
        { name: 'Status', of: (row) => row.status },
        { name: 'People', of: (row) => row.peopleCount },
        { name: 'Permission sets', of: (row) => row.permissionSetCount },
        {
          name: '',
          of: (row) => [row.isManagement ? 'management account' : '', staleWord(row)].filter(Boolean).join(', '),
        },
      ],
      read: (client, paging, options) =>
        client.call(inventoryRoutes.awsAccounts, {
          query: { ...paging, ...listQuery(options), status: options.status },
        }),
    }),
  ).option('--status <status>', 'only AWS accounts of this status, e.g. suspended');
}

export function addPeople(program: Command): void {
  const group = program.command('people').description('People');
  withListOptions(
    listCommand<Person, ListOptions & { status?: 'active' | 'inactive' }>(group, {
      summary: 'People you may see',
      empty: notRead,
      columns: [
        { name: 'Id', of: (row) => row.id },
        { name: 'Name', of: (row) => row.name },
        { name: 'E-mail', of: (row) => row.email },
        { name: 'Manager', of: (row) => row.manager?.name },
        { name: 'Identities', of: (row) => row.identityCount },
        { name: 'AWS accounts', of: (row) => row.awsAccountCount },
        { name: '', of: (row) => (row.status === 'inactive' ? 'inactive' : '') },
      ],
      read: (client, paging, options) =>
        client.call(inventoryRoutes.people, { query: { ...paging, ...listQuery(options), status: options.status } }),
    }),
  ).option('--status <status>', 'active or inactive');
}

interface IdentityOptions extends ListOptions {
  kind?: Identity['kind'];
  awsAccount?: string;
  unmatched?: boolean;
}
export function addIdentities(program: Command): void {
  const group = program.command('identities').description('Identities: who can act in AWS');
  withListOptions(
    listCommand<Identity, IdentityOptions>(group, {
      summary: 'Identities, with the person each belongs to',
      empty: notRead,
      columns: [
        { name: 'Id', of: (row) => row.id },
        { name: 'Name', of: (row) => row.name },
        { name: 'Kind', of: (row) => row.kind },
        { name: 'AWS account', of: (row) => row.awsAccount?.name },
        { name: 'Person', of: (row) => row.person?.name ?? 'unmatched' },
        { name: '', of: staleWord },
      ],
      read: (client, paging, options) =>
        client.call(inventoryRoutes.identities, {
          query: {
            ...paging,
            ...listQuery(options),
            kind: options.kind,
            awsAccountId: options.awsAccount,
            isMatched: options.unmatched ? 'false' : undefined,
          },
        }),
    }),
  )
    .option('--kind <kind>', 'identity-center-user, iam-user or iam-role')
    .option('--aws-account <digits>', 'only identities in this AWS account')
    .option('--unmatched', 'only identities that belong to no known person');
}

export function addGroups(program: Command): void {
  const group = program.command('groups').description('Groups of Identity Center and IAM');
  withListOptions(
    listCommand<Group, ListOptions & { kind?: Group['kind'] }>(group, {
      summary: 'Groups, with how many members each has',
      empty: notRead,
      columns: [
        { name: 'Id', of: (row) => row.id },
        { name: 'Name', of: (row) => row.name },
        { name: 'Kind', of: (row) => row.kind },
        { name: 'AWS account', of: (row) => row.awsAccount?.name },
        // Members that were never read are unknown, which is not none.
        { name: 'Members', of: (row) => (row.membersFreshness.readAt === null ? 'not read' : row.memberCount) },
        { name: '', of: (row) => (row.membersFreshness.isStale ? 'members stale' : staleWord(row)) },
      ],
      read: (client, paging, options) =>
        client.call(inventoryRoutes.groups, { query: { ...paging, ...listQuery(options), kind: options.kind } }),
    }),
  ).option('--kind <kind>', 'identity-center-group or iam-group');
}

export function addPermissionSets(program: Command): void {
  const group = program.command('permission-sets').description('Permission sets of Identity Center');
  withListOptions(
    listCommand<PermissionSet, ListOptions>(group, {
      summary: 'Permission sets, with where and by how many people each is held',
      empty: notRead,
      columns: [
        { name: 'Id', of: (row) => row.id },
        { name: 'Name', of: (row) => row.name },
        { name: 'AWS accounts', of: (row) => row.awsAccountCount },
        { name: 'People', of: (row) => row.peopleCount },
        { name: 'Session', of: (row) => row.sessionDuration },
        { name: '', of: staleWord },
      ],
      read: (client, paging, options) =>
        client.call(inventoryRoutes.permissionSets, { query: { ...paging, ...listQuery(options) } }),
    }),
  );
}

export function addRoles(program: Command): void {
  const group = program.command('roles').description('IAM roles');
  withListOptions(
    listCommand<Role, ListOptions & { awsAccount?: string }>(group, {
      summary: 'IAM roles, with whom each trusts',
      empty: notRead,
      columns: [
        { name: 'Id', of: (row) => row.id },
        { name: 'Name', of: (row) => row.name },
        { name: 'AWS account', of: (row) => row.awsAccount?.name },
        { name: '', of: staleWord },
        {
          name: 'Trusts',
          of: (row) => [...row.trust, ...(row.areMembersVisible ? [] : ['members not visible from AWS'])].join('; '),
        },
      ],
      read: (client, paging, options) =>
        client.call(inventoryRoutes.roles, {
          query: { ...paging, ...listQuery(options), awsAccountId: options.awsAccount },
        }),
    }),
  ).option('--aws-account <digits>', 'only roles in this AWS account');
}
