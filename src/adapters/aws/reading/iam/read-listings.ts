import { ListGroupsCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { eachConcurrently } from '../each-concurrently.ts';
import { count, eachPage, type Reading, readScope } from '../reading.ts';
import { iamGroupFact, iamUserFact } from './iam-facts.ts';
import { iamPart } from './iam-part.ts';
import { type IamGroupNamed, knownIamGroups, readMembers } from './read-members.ts';

const MaxItems = 1000; // IAM's maximum; its default is 100.

/** Users, groups and members with the minimum actions alone: one call a thousand, and one for each group. */
export async function readListings(reading: Reading): Promise<void> {
  for (const operation of ['ListUsers', 'ListGroups']) reading.sink.plan(`iam:${operation}`, 1);
  const [isUserListRead, groups] = await Promise.all([
    iamPart(reading, 'users', readUsers),
    iamPart(reading, 'groups', readGroups),
  ]);
  reading.sink.plan('iam:GetGroup', groups.length);
  await eachConcurrently(groups, reading.concurrency, (group) => readMembers(reading, group, isUserListRead));
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

/** Returns the groups to ask for members: listed now, or when the listing failed also those that earlier runs found. */
async function readGroups(reading: Reading): Promise<IamGroupNamed[]> {
  const { call, clients, own, sink } = reading;
  const found = new Map<string, IamGroupNamed>();
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
  if (failure) for (const group of knownIamGroups(reading)) found.set(group.nativeId, group);
  return [...found.values()];
}
