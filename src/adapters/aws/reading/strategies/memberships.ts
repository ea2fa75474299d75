import { ListGroupMembershipsForMemberCommand } from '@aws-sdk/client-identitystore';
import { estimateCalls } from '../../../../core/inventory/model/plan/estimate-calls.ts';
import { spreadOrder } from '../../../../core/inventory/model/plan/spread-order.ts';
import { identityStoreRef, type MembershipIds } from '../../../../core/inventory/ports.ts';
import { type Instance, localId } from '../identity-center-facts.ts';
import { type Directory, ifNotFound, mention, readMembers } from '../read-identity-store.ts';
import { count, countedPart, eachPage, type Reading, readScope } from '../reading.ts';
import { askOptionally, lateRefusal, type Way } from './strategy.ts';

const byMember = 'identitystore:ListGroupMembershipsForMember';
/** Up to here each group has a line of its own in the run's log. */
const groupsNamedSingly = 100;

/** Who is in which group: by group, or by user, where a listing of all users was read whole. */
export function waysOfMemberships(reading: Reading, instance: Instance, directory: Directory): Way[] {
  const { groups, users } = directory;
  const done = new Set<string>();
  const left = (ids: Iterable<string>) => spreadOrder(ids).filter((id) => !done.has(id));
  const isNamedSingly = groups.size <= groupsNamedSingly;
  let total = 0;
  const estimate = (strategy: 'by-group' | 'by-user', units: number) =>
    estimateCalls(
      strategy,
      { awsAccounts: 0, permissionSets: 0, pairs: 0, groups: units, users: units },
      reading.known.history?.counts ?? null,
    );
  return [
    {
      strategy: 'by-group',
      operation: 'identitystore:ListGroupMemberships',
      isOptional: false,
      obstacle: null,
      units: () => left(groups.keys()),
      estimatedCalls: () => estimate('by-group', left(groups.keys()).length),
      async read(id, page) {
        const group = { id, name: groups.get(id) ?? localId(id) };
        const { result: members, calls } = await countedPart(reading, `members of ${id}`, page, (counted) =>
          readMembers(reading, instance, group, users !== null, { page: counted, isNamed: isNamedSingly }),
        );
        total += members;
        done.add(id);
        return calls;
      },
      ...(!isNamedSingly && { progress: (read, of) => line(read, of, 'groups', total) }),
    },
    {
      strategy: 'by-user',
      operation: byMember,
      isOptional: true,
      obstacle: users === null ? 'Users could not be listed.' : lateRefusal(reading, byMember),
      units: () => left(users ?? []),
      estimatedCalls: () => estimate('by-user', left(users ?? []).length),
      async read(id, page) {
        const { result: memberships, calls } = await countedPart(reading, `memberships of ${id}`, page, (counted) =>
          readMemberships(reading, instance, id, directory, counted),
        );
        total += memberships;
        done.add(id);
        return calls;
      },
      progress: (read, of) => line(read, of, 'users', total),
    },
  ];
}

const line = (read: number, of: number, what: string, total: number) =>
  `Memberships of ${read.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} ${what} · ${count(total, 'membership')}`;

/** All groups of one Identity Center user. */
async function readMemberships(
  reading: Reading,
  instance: Instance,
  id: string,
  { isGroupListRead }: Directory,
  page: () => void,
): Promise<number> {
  const { call, clients, sink } = reading;
  const principal = { kind: 'identity-center-user', nativeId: id } as const;
  let total = 0;
  const memberships: MembershipIds['memberships'] = [];
  const readPages = () =>
    eachPage(
      (NextToken) => {
        page();
        return askOptionally(
          call(byMember, (abortSignal) =>
            clients.identitystore.send(
              new ListGroupMembershipsForMemberCommand({
                IdentityStoreId: instance.storeId,
                MemberId: { UserId: localId(id) },
                NextToken,
                MaxResults: 100,
              }),
              { abortSignal },
            ),
          ),
        );
      },
      ({ NextToken }) => NextToken,
      async ({ GroupMemberships = [] }) => {
        const groups = GroupMemberships.flatMap(({ GroupId }) => GroupId ?? []).map((groupId) =>
          identityStoreRef('identity-center-group', instance.storeId, groupId),
        );
        total += groups.length;
        for (const { MembershipId: membershipId, GroupId } of GroupMemberships)
          if (membershipId && GroupId) memberships.push({ id: membershipId, groupId: GroupId });
        await sink.rows({
          entities: isGroupListRead ? [] : groups.map((group) => mention(group, instance)),
          grants: groups.map((target) => ({ kind: 'group-member', target, principal })),
        });
      },
    );
  await readScope(
    reading,
    { kind: 'memberships-of-user', a: principal },
    `Memberships of user ${localId(id)}`,
    async () => {
      await readPages().catch(ifNotFound);
      return { facts: { memberships: { listing: principal, memberships } } };
    },
  );
  return total;
}
