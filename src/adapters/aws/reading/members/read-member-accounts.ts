import { CallRefused } from '../../session/call-aws.ts';
import { eachConcurrently } from '../each-concurrently.ts';
import { readIam } from '../iam/read-iam.ts';
import type { AwsAccounts } from '../organization/read-organization.ts';
import { count, failScope, type Reading } from '../reading.ts';
import { type CallIn, createMemberAccess, inMember, type MemberAccess } from './member-session.ts';

/**
 * AWS accounts at a time. Each has limits of its own, and most of its time is waiting for its credential report; a page
 * of each is what memory holds.
 */
export const membersAtATime = 16;
const linesEvery = 50;

/**
 * IAM of the organization's other AWS accounts, each by its own role (CON-11). One that cannot be entered is one gap: all
 * that is known of it stays, and is stale. Tells what the connector covers from now on.
 */
export async function readMemberAccounts(
  reading: Reading,
  callIn: CallIn,
  { ids, states }: AwsAccounts,
): Promise<void> {
  const { connection, known, own, sink, learned } = reading;
  const others = ids.filter((id) => id !== own.nativeId && !known.iamElsewhere.includes(id));
  if (connection.memberRoleName === null) {
    learned.iamAwsAccountIds = [];
    const message = 'Reading IAM of other AWS accounts is switched off for this connector.';
    const readBefore = others.filter((id) => known.iamAwsAccountIds.includes(id));
    for (const id of readBefore) await notEntered(reading, id, { reason: 'not-attempted', message });
    return;
  }
  const isActive = (id: string) => (states[id] ?? 'active') === 'active';
  for (const id of others.filter((each) => !isActive(each))) {
    const message = `The AWS account is ${states[id]?.replaceAll('_', ' ')}: AWS lets nobody in.`;
    await notEntered(reading, id, { reason: 'not-attempted', message });
  }
  const entered = await enterEach(reading, createMemberAccess(reading, callIn), others.filter(isActive));
  // What was read before and is out of reach now is still this connector's.
  const kept = others.filter((id) => entered.has(id) || known.iamAwsAccountIds.includes(id));
  learned.iamAwsAccountIds = kept;
  if (others.length > 0) await sink.log('read', summary(entered.size, others.length));
}

const summary = (read: number, of: number) =>
  `IAM of other AWS accounts · ${count(read, 'AWS account')}${read < of ? ` of ${of}` : ''}`;

async function enterEach(reading: Reading, access: MemberAccess, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { sink } = reading;
  const entered = new Set<string>();
  sink.plan('sts:AssumeRole', ids.length);
  let done = 0;
  await eachConcurrently(ids, membersAtATime, async (id) => {
    if (await sink.part(`IAM of AWS account ${id}`, () => readMember(reading, access, id))) entered.add(id);
    done += 1;
    if (done % linesEvery === 0 && done < ids.length)
      await sink.log('read', `IAM of other AWS accounts · ${done} of ${ids.length} done`);
  });
  return entered;
}

/** False where its role could not be assumed; the gap is told then. */
async function readMember(reading: Reading, access: MemberAccess, id: string): Promise<boolean> {
  const isEntered = await rereadMember(reading, access, id, readIam);
  if (isEntered) await reading.sink.complete(scopeOf(id), {});
  return isEntered;
}

/** The same for a part of its IAM: a gap of the AWS account stays until all of it was read again. */
export async function rereadMember(
  reading: Reading,
  access: MemberAccess,
  id: string,
  read: (member: Reading) => Promise<void>,
): Promise<boolean> {
  const { sink } = reading;
  try {
    await inMember(reading, access, id, async (member) => {
      // Where the AWS accounts could not be listed, everything of IAM still has its parent.
      await sink.rows({ entities: [{ ...member.own, name: id, isMention: true }] });
      await read(member);
    });
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    await notEntered(reading, id, error.failure);
    return false;
  }
  return true;
}

const scopeOf = (id: string) => ({ kind: 'iam-of-aws-account', a: { kind: 'aws-account', nativeId: id } }) as const;

const notEntered = ({ sink }: Reading, id: string, failure: Parameters<typeof failScope>[3]): Promise<void> =>
  failScope(sink, scopeOf(id), `IAM of AWS account ${id}`, failure);
