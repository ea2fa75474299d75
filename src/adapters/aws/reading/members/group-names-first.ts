import { ListGroupsCommand } from '@aws-sdk/client-iam';
import { CallRefused } from '../../session/call-aws.ts';
import { iamGroupFact } from '../iam/iam-facts.ts';
import type { IamGroupNamed } from '../iam/read-members.ts';
import { eachPage, type Reading } from '../reading.ts';

/**
 * Users name their groups, which says for certain whom they mean only where it is known how groups were called before
 * the reading. Of an AWS account never read before one call tells it, instead of one for each of hundreds of groups.
 */
export async function knowingGroupNames(member: Reading): Promise<Reading> {
  const { known, own } = member;
  if (known.iamAwsAccountIds.includes(own.nativeId)) return member;
  return { ...member, known: { ...known, iamGroups: [...known.iamGroups, ...(await listGroups(member))] } };
}

async function listGroups({
  call,
  clients,
  own,
  sink,
}: Reading): Promise<(IamGroupNamed & { awsAccountId: string })[]> {
  const groups: (IamGroupNamed & { awsAccountId: string })[] = [];
  sink.plan('iam:ListGroups', 1);
  try {
    await eachPage(
      (Marker) =>
        call('iam:ListGroups', (abortSignal) =>
          clients.iam.send(new ListGroupsCommand({ Marker, MaxItems: 1000 }), { abortSignal }),
        ),
      (page) => (page.IsTruncated ? page.Marker : undefined),
      async ({ Groups = [] }) => {
        for (const group of Groups) {
          const { nativeId, name } = iamGroupFact(group, own);
          groups.push({ nativeId, name, awsAccountId: own.nativeId });
        }
      },
    );
  } catch (error) {
    // Then each group is asked for its members, and what cannot be read is told where it is read.
    if (!(error instanceof CallRefused)) throw error;
    return [];
  }
  return groups;
}
