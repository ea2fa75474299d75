import {
  GetGroupCommand,
  type Group,
  ListAccountAliasesCommand,
  ListGroupsCommand,
  ListRolesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import type { EntityFact } from '../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../core/inventory/model/kinds.ts';
import { parseTrustPolicy } from '../../../core/inventory/model/trust-policy.ts';
import { CallRefused } from '../session/call-aws.ts';
import { eachConcurrently } from './each-concurrently.ts';
import { decodePolicy, iamGroupFact, iamRoleFact, iamUserFact } from './iam-facts.ts';
import { count, eachPage, type Reading, readScope } from './reading.ts';

const MaxItems = 1000; // IAM's maximum; its default is 100.

/** IAM of the AWS account that the role is in: alias, users, roles with their trust, groups with their members. */
export async function readIam(reading: Reading): Promise<void> {
  for (const operation of ['ListAccountAliases', 'ListUsers', 'ListRoles', 'ListGroups']) {
    reading.sink.plan(`iam:${operation}`, 1);
  }
  const [isUserListRead, groups] = await Promise.all([
    readUsers(reading),
    readGroups(reading),
    readAlias(reading),
    readRoles(reading),
  ]);
  reading.sink.plan('iam:GetGroup', groups.length);
  await eachConcurrently(groups, reading.concurrency, (group) => readMembers(reading, group, isUserListRead));
}

async function readAlias(reading: Reading): Promise<void> {
  const { call, clients, own } = reading;
  await readScope(reading, { kind: 'account-alias', a: own }, 'Account alias', async () => {
    const { AccountAliases = [] } = await call('iam:ListAccountAliases', (abortSignal) =>
      clients.iam.send(new ListAccountAliasesCommand({}), { abortSignal }),
    );
    const entities = AccountAliases.map(
      (alias): EntityFact => ({
        kind: 'aws-account-alias',
        nativeId: `${own.nativeId}/${alias}`,
        parent: own,
        name: alias,
      }),
    );
    return { facts: { entities }, summary: AccountAliases.join(', ') || 'none' };
  });
}

async function readUsers(reading: Reading): Promise<boolean> {
  const { call, clients, own, sink } = reading;
  let total = 0;
  const failure = await readScope(reading, { kind: 'iam-users', a: own }, 'IAM users', async () => {
    await eachPage(
      (Marker) =>
        call('iam:ListUsers', (abortSignal) =>
          clients.iam.send(new ListUsersCommand({ Marker, MaxItems }), { abortSignal }),
        ),
      (page) => (page.IsTruncated ? page.Marker : undefined),
      async ({ Users = [] }) => {
        total += Users.length;
        await sink.rows({ entities: Users.map((user) => iamUserFact(user, own)) });
      },
    );
    return { summary: count(total, 'user') };
  });
  return failure === null;
}

interface KnownGroup {
  nativeId: string;
  name: string;
}

/** Returns the groups to ask for members: listed now, or when the listing failed also those that earlier runs found. */
async function readGroups(reading: Reading): Promise<KnownGroup[]> {
  const { call, clients, own, sink, known } = reading;
  const found = new Map<string, KnownGroup>();
  const failure = await readScope(reading, { kind: 'iam-groups', a: own }, 'IAM groups', async () => {
    await eachPage(
      (Marker) =>
        call('iam:ListGroups', (abortSignal) =>
          clients.iam.send(new ListGroupsCommand({ Marker, MaxItems }), { abortSignal }),
        ),
      (page) => (page.IsTruncated ? page.Marker : undefined),
      async ({ Groups = [] }) => {
        const entities = Groups.map((group) => iamGroupFact(group, own));
        for (const { nativeId, name } of entities) found.set(nativeId, { nativeId, name });
        await sink.rows({ entities });
      },
    );
    return { summary: count(found.size, 'group') };
  });
  if (failure) {
    for (const group of known.iamGroups) if (group.awsAccountId === own.nativeId) found.set(group.nativeId, group);
  }
  return [...found.values()];
}

/** Everybody in one IAM group. */
export async function readMembers(reading: Reading, group: KnownGroup, isUserListRead: boolean): Promise<void> {
  const { call, clients, own, sink } = reading;
  const asked: EntityRef = { kind: 'iam-group', nativeId: group.nativeId };
  const title = `IAM group ${group.name}`;
  let answered: Group | undefined;
  let total = 0;
  const readPages = () =>
    eachPage(
      (Marker) =>
        call('iam:GetGroup', (abortSignal) =>
          clients.iam.send(new GetGroupCommand({ GroupName: group.name, Marker, MaxItems }), { abortSignal }),
        ),
      (page) => (page.IsTruncated ? page.Marker : undefined),
      async ({ Group, Users = [] }) => {
        answered = Group;
        total += Users.length;
        const target: EntityRef = { kind: 'iam-group', nativeId: Group?.GroupId ?? group.nativeId };
        const users = Users.map((user): EntityFact => ({ ...iamUserFact(user, own), isMention: true }));
        await sink.rows({
          // Without the list of users, the members are at least known to exist.
          entities: isUserListRead ? [] : users,
          grants: users.map(({ kind, nativeId }) => ({
            kind: 'group-member',
            target,
            awsAccount: own,
            principal: { kind, nativeId },
          })),
        });
      },
    );
  await readScope(reading, { kind: 'members-of-group', a: asked }, title, async () => {
    await readPages().catch(explainNotFound);
    if (answered?.GroupId && answered.GroupId !== group.nativeId)
      throw askedByName(`Another group is called ${group.name} now.`);
    return { summary: count(total, 'member') };
  });
  // A new group of the same name: this one was read.
  if (answered?.GroupId && answered.GroupId !== group.nativeId) {
    await sink.complete(
      { kind: 'members-of-group', a: { kind: 'iam-group', nativeId: answered.GroupId } },
      { entities: [{ ...iamGroupFact(answered, own), isMention: true }] },
    );
  }
}

/** IAM is asked by name, and a name that leads nowhere may be a renamed group as well as a deleted one. */
const askedByName = (what: string): CallRefused => {
  const message = `${what} Its members stay as they were until the groups are listed again.`;
  return new CallRefused({ kind: 'not-found', code: 'NoSuchEntity', message }, { reason: 'invalid', message });
};

function explainNotFound(error: unknown): never {
  if (error instanceof CallRefused && error.error.kind === 'not-found')
    throw askedByName('AWS knows no group of that name any more.');
  throw error;
}

async function readRoles(reading: Reading): Promise<void> {
  const { call, clients, own, sink } = reading;
  const mentioned = new Set<string>();
  let total = 0;
  await readScope(reading, { kind: 'iam-roles', a: own }, 'IAM roles', async () => {
    await eachPage(
      (Marker) =>
        call('iam:ListRoles', (abortSignal) =>
          clients.iam.send(new ListRolesCommand({ Marker, MaxItems }), { abortSignal }),
        ),
      (page) => (page.IsTruncated ? page.Marker : undefined),
      async ({ Roles = [] }) => {
        total += Roles.length;
        const entities: EntityFact[] = [];
        const grants = Roles.flatMap((role) => {
          const trustPolicy = decodePolicy(role.AssumeRolePolicyDocument);
          const fact = iamRoleFact(role, own, trustPolicy);
          const trusted = parseTrustPolicy({ kind: 'iam-role', nativeId: fact.nativeId }, own, trustPolicy);
          entities.push(
            fact,
            ...trusted.principals.filter((each) => isFirst(mentioned, `${each.kind} ${each.nativeId}`)),
          );
          return trusted.grants;
        });
        await sink.rows({ entities, grants });
      },
    );
    return { summary: count(total, 'role') };
  });
}

const isFirst = (seen: Set<string>, key: string) => !seen.has(key) && seen.add(key) !== undefined;
