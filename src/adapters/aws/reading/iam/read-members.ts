import { GetGroupCommand, type Group } from '@aws-sdk/client-iam';
import type { EntityFact } from '../../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../../core/inventory/model/kinds.ts';
import { CallRefused } from '../../session/call-aws.ts';
import { count, eachPage, type Reading, readScope } from '../reading.ts';
import { iamGroupFact, iamUserFact } from './iam-facts.ts';

const MaxItems = 1000; // IAM's maximum; its default is 100.

export interface IamGroupNamed {
  nativeId: string;
  name: string;
}

/** What earlier runs found in this AWS account. */
export const knownIamGroups = ({ known, own }: Reading): IamGroupNamed[] =>
  known.iamGroups.filter(({ awsAccountId }) => awsAccountId === own.nativeId);

/** Everybody in one IAM group. */
export const readMembers = (reading: Reading, group: IamGroupNamed, isUserListRead: boolean): Promise<void> =>
  reading.sink.part(`members of ${group.nativeId}`, () => listMembers(reading, group, isUserListRead));

async function listMembers(reading: Reading, group: IamGroupNamed, isUserListRead: boolean): Promise<void> {
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
