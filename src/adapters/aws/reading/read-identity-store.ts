import { ListGroupMembershipsCommand, ListGroupsCommand, ListUsersCommand } from '@aws-sdk/client-identitystore';
import type { EntityFact } from '../../../core/inventory/model/fact.ts';
import { identityStoreRef, type MembershipIds } from '../../../core/inventory/ports.ts';
import { CallRefused } from '../session/call-aws.ts';
import { describeByScim } from './describe-by-scim.ts';
import {
  type Instance,
  identityCenterGroupFact,
  identityCenterUserFact,
  knownGroups,
  localId,
} from './identity-center-facts.ts';
import { count, eachPage, type Reading, readScope } from './reading.ts';

const MaxResults = 100; // The API's maximum.

/** What was listed of a directory; who is in which group is read by it (strategies/memberships.ts). */
export interface Directory {
  /** Native ids; null when they could not be listed whole. */
  users: string[] | null;
  /** Native id → name: listed now, and after a failure also those found earlier. */
  groups: Map<string, string>;
  isGroupListRead: boolean;
}

/** Users and groups of the instance's directory. */
export async function listIdentityStore(reading: Reading, instance: Instance): Promise<Directory> {
  const { counts } = reading.known.history ?? {};
  reading.sink.plan('identitystore:ListUsers', Math.ceil(Math.max(1, counts?.users ?? 0) / MaxResults));
  reading.sink.plan(
    'identitystore:ListGroups',
    Math.ceil(Math.max(1, reading.known.identityCenterGroupIds.length) / MaxResults),
  );
  const [users, { groups, isGroupListRead }] = await Promise.all([
    reading.sink.part('users', () => readUsers(reading, instance)),
    reading.sink.part('groups', () => readGroups(reading, instance)),
  ]);
  return { users, groups: new Map(groups), isGroupListRead };
}

export async function readUsers(reading: Reading, instance: Instance): Promise<string[] | null> {
  const { call, clients, sink } = reading;
  const found: string[] = [];
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
        const entities = Users.map((user) => identityCenterUserFact(user, instance));
        for (const { nativeId } of entities) found.push(nativeId);
        await sink.rows({ entities });
      },
    );
    return { summary: count(found.length, 'user') };
  });
  if (failure) await describeByScim(reading, instance, failure);
  return failure ? null : found;
}

export async function readGroups(
  reading: Reading,
  instance: Instance,
): Promise<{ groups: [id: string, name: string][]; isGroupListRead: boolean }> {
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
      if (!found.has(nativeId)) found.set(nativeId, localId(nativeId));
    }
  }
  return { groups: [...found], isGroupListRead: failure === null };
}

/** Everybody in one Identity Center group; returns how many. `page` is told before each page. */
export async function readMembers(
  reading: Reading,
  instance: Instance,
  group: { id: string; name: string },
  isUserListRead: boolean,
  { page = () => {}, isNamed = true }: { page?: () => void; isNamed?: boolean } = {},
): Promise<number> {
  const { call, clients, sink } = reading;
  const target = { kind: 'identity-center-group', nativeId: group.id } as const;
  let total = 0;
  const memberships: MembershipIds['memberships'] = [];
  const readPages = () =>
    eachPage(
      (NextToken) => {
        page();
        return call('identitystore:ListGroupMemberships', (abortSignal) =>
          clients.identitystore.send(
            new ListGroupMembershipsCommand({
              IdentityStoreId: instance.storeId,
              GroupId: localId(group.id),
              NextToken,
              MaxResults,
            }),
            { abortSignal },
          ),
        );
      },
      ({ NextToken }) => NextToken,
      async ({ GroupMemberships = [] }) => {
        const ids = GroupMemberships.flatMap(({ MemberId }) => MemberId?.UserId ?? []);
        const users = ids.map((id) => identityStoreRef('identity-center-user', instance.storeId, id));
        total += users.length;
        memberships.push(...GroupMemberships.flatMap(({ MembershipId: id }) => (id ? [{ id }] : [])));
        await sink.rows({
          // Without the list of users, the members are at least known to exist.
          entities: isUserListRead ? [] : users.map((user) => mention(user, instance)),
          grants: users.map((principal) => ({ kind: 'group-member', target, principal })),
        });
      },
    );
  await readScope(reading, { kind: 'members-of-group', a: target }, `Group ${group.name}`, async () => {
    const isGone = await readPages().then(() => false, ifNotFound);
    const facts = { memberships: { listing: target, memberships } };
    return { facts, ...(isNamed && { summary: isGone ? 'deleted' : count(total, 'member') }) };
  });
  return total;
}

/** A user or group that is known to exist, and no more. */
export const mention = (of: Pick<EntityFact, 'kind' | 'nativeId'>, instance: Instance): EntityFact => ({
  ...of,
  parent: instance.ref,
  name: localId(of.nativeId),
  isMention: true,
});

/**
 * A group deleted since it was found has no members, and a user no memberships; a directory that is not there says
 * nothing about them.
 */
export function ifNotFound(error: unknown): true {
  const isGone =
    error instanceof CallRefused && error.error.kind === 'not-found' && !/identity ?store/i.test(error.error.message);
  if (isGone) return true;
  throw error;
}
