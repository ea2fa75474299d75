import { ListGroupMembershipsCommand, ListGroupsCommand, ListUsersCommand } from '@aws-sdk/client-identitystore';
import type { EntityFact } from '../../../core/inventory/model/fact.ts';
import { identityStoreRef } from '../../../core/inventory/ports.ts';
import { CallRefused } from '../session/call-aws.ts';
import { eachConcurrently } from './each-concurrently.ts';
import {
  type Instance,
  identityCenterGroupFact,
  identityCenterUserFact,
  knownGroups,
} from './identity-center-facts.ts';
import { count, eachPage, type Reading, readScope } from './reading.ts';

const MaxResults = 100; // The API's maximum.

/** Users, groups and memberships of the instance's directory. */
export async function readIdentityStore(reading: Reading, instance: Instance): Promise<void> {
  reading.sink.plan('identitystore:ListUsers', 1);
  reading.sink.plan(
    'identitystore:ListGroups',
    Math.ceil(Math.max(1, reading.known.identityCenterGroupIds.length) / 100),
  );
  const [isUserListRead, groups] = await Promise.all([readUsers(reading, instance), readGroups(reading, instance)]);
  reading.sink.plan('identitystore:ListGroupMemberships', groups.size);
  await eachConcurrently(groups, reading.concurrency, ([id, name]) =>
    readMembers(reading, instance, { id, name }, isUserListRead),
  );
}

async function readUsers(reading: Reading, instance: Instance): Promise<boolean> {
  const { call, clients, sink } = reading;
  let total = 0;
  const scope = { kind: 'identity-center-users', a: instance.ref } as const;
  const failure = await readScope(reading, scope, 'Identity Center users', async () => {
    await eachPage(
      (NextToken) =>
        call('identitystore:ListUsers', (abortSignal) =>
          clients.identitystore.send(
            new ListUsersCommand({ IdentityStoreId: instance.storeId, NextToken, MaxResults }),
            { abortSignal },
          ),
        ),
      (page) => page.NextToken,
      async ({ Users = [] }) => {
        total += Users.length;
        await sink.rows({ entities: Users.map((user) => identityCenterUserFact(user, instance)) });
      },
    );
    return { summary: count(total, 'user') };
  });
  return failure === null;
}

/** Native id → name of the groups to ask for members: listed now, and after a failure also those found earlier. */
async function readGroups(reading: Reading, instance: Instance): Promise<Map<string, string>> {
  const { call, clients, sink, known } = reading;
  const found = new Map<string, string>();
  const scope = { kind: 'identity-center-groups', a: instance.ref } as const;
  const failure = await readScope(reading, scope, 'Identity Center groups', async () => {
    await eachPage(
      (NextToken) =>
        call('identitystore:ListGroups', (abortSignal) =>
          clients.identitystore.send(
            new ListGroupsCommand({ IdentityStoreId: instance.storeId, NextToken, MaxResults }),
            { abortSignal },
          ),
        ),
      (page) => page.NextToken,
      async ({ Groups = [] }) => {
        const entities = Groups.map((group) => identityCenterGroupFact(group, instance));
        for (const { nativeId, name } of entities) found.set(nativeId, name);
        await sink.rows({ entities });
      },
    );
    return { summary: count(found.size, 'group') };
  });
  if (failure) {
    const isOfThisStore = known.identityStoreId === instance.storeId;
    for (const { nativeId } of isOfThisStore ? knownGroups(known) : []) {
      if (!found.has(nativeId)) found.set(nativeId, nativeId.slice(instance.storeId.length + 1));
    }
  }
  return found;
}

/** Everybody in one Identity Center group. */
export async function readMembers(
  reading: Reading,
  instance: Instance,
  group: { id: string; name: string },
  isUserListRead: boolean,
): Promise<void> {
  const { call, clients, sink } = reading;
  const target = { kind: 'identity-center-group', nativeId: group.id } as const;
  let total = 0;
  const readPages = () =>
    eachPage(
      (NextToken) =>
        call('identitystore:ListGroupMemberships', (abortSignal) =>
          clients.identitystore.send(
            new ListGroupMembershipsCommand({
              IdentityStoreId: instance.storeId,
              GroupId: group.id.slice(instance.storeId.length + 1),
              NextToken,
              MaxResults,
            }),
            { abortSignal },
          ),
        ),
      (page) => page.NextToken,
      async ({ GroupMemberships = [] }) => {
        const ids = GroupMemberships.flatMap(({ MemberId }) => MemberId?.UserId ?? []);
        const users = ids.map((id) => identityStoreRef('identity-center-user', instance.storeId, id));
        total += users.length;
        await sink.rows({
          // Without the list of users, the members are at least known to exist.
          entities: isUserListRead ? [] : users.map((user) => mention(user, instance)),
          grants: users.map((principal) => ({ kind: 'group-member', target, principal })),
        });
      },
    );
  await readScope(reading, { kind: 'members-of-group', a: target }, `Group ${group.name}`, async () => {
    const isGone = await readPages().then(() => false, ifGroupNotFound);
    return { summary: isGone ? 'deleted' : count(total, 'member') };
  });
}

const mention = (user: Pick<EntityFact, 'kind' | 'nativeId'>, instance: Instance): EntityFact => ({
  ...user,
  parent: instance.ref,
  name: user.nativeId.slice(instance.storeId.length + 1),
  isMention: true,
});

/** A group deleted since it was found has no members; a directory that is not there says nothing about them. */
function ifGroupNotFound(error: unknown): true {
  const isGroupGone =
    error instanceof CallRefused && error.error.kind === 'not-found' && !/identity ?store/i.test(error.error.message);
  if (isGroupGone) return true;
  throw error;
}
