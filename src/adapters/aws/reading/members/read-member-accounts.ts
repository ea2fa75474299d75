import { CallRefused } from '../../session/call-aws.ts';
import { eachConcurrently } from '../each-concurrently.ts';
import { iamPart } from '../iam/iam-part.ts';
import { type BegunReport, beginCredentialReport, fetchCredentialReport } from '../iam/read-credential-report.ts';
import { readAllButUse } from '../iam/read-iam.ts';
import type { AwsAccounts } from '../organization/read-organization.ts';
import { count, failScope, type Reading } from '../reading.ts';
import { knowingGroupNames } from './group-names-first.ts';
import { type CallIn, createMemberAccess, inMember, type MemberAccess } from './member-session.ts';

/**
 * AWS accounts at a time. Each has limits of its own, so that more would be faster; a page of each is what memory holds,
 * and everything else of a large organization takes longer anyway (npm run bench -- sync-members).
 */
export const membersAtATime = 4;
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

/** Of the last ones, for which nothing else is left to read meanwhile: three seconds and not one. */
const waitsForLast = 2;
/** So many first pauses after it was begun, a credential report is made as a rule. */
const ripePauses = 14;

/**
 * Each has its credential report made first, and fetched once it is ripe: AWS makes it while others are read, so that
 * nothing waits for it and it is asked for once. What a killed worker leaves unfetched is that of a few seconds.
 */
async function enterEach(reading: Reading, access: MemberAccess, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { sink } = reading;
  const entered = new Set<string>();
  const unfetched: { id: string; report: BegunReport }[] = [];
  const fetchRipe = async (ageMs: number) => {
    for (let [next] = unfetched; next && Date.now() - next.report.begunAtMs >= ageMs; [next] = unfetched) {
      unfetched.shift();
      await fetchUse(reading, access, next.id, next.report);
    }
  };
  sink.plan('sts:AssumeRole', ids.length);
  let done = 0;
  await eachConcurrently(ids, membersAtATime, async (id) => {
    const report = await sink.part(`IAM of AWS account ${id}`, () => readMember(reading, access, id));
    if (report) {
      entered.add(id);
      unfetched.push({ id, report });
    }
    done += 1;
    if (done % linesEvery === 0 && done < ids.length)
      await sink.log('read', `IAM of other AWS accounts · ${done} of ${ids.length} done`);
    await fetchRipe(ripePauses * reading.backOffMs);
  });
  await eachConcurrently(unfetched, membersAtATime, ({ id, report }) => fetchUse(reading, access, id, report));
  return entered;
}

async function fetchUse(reading: Reading, access: MemberAccess, id: string, report: BegunReport): Promise<void> {
  try {
    await inMember(reading, access, id, (member) =>
      iamPart(member, 'use', (each) => fetchCredentialReport(each, report, waitsForLast)),
    );
  } catch (error) {
    // Entered before, by a worker that was killed: the rest of it is read.
    if (!(error instanceof CallRefused)) throw error;
    const scope = { kind: 'credential-report', a: { kind: 'aws-account', nativeId: id } } as const;
    await failScope(reading.sink, scope, `Credential report of AWS account ${id}`, error.failure);
  }
}

/** Null where its role could not be assumed; the gap is told then. */
async function readMember(reading: Reading, access: MemberAccess, id: string): Promise<BegunReport | null> {
  let begun: BegunReport | null = null;
  const isEntered = await rereadMember(reading, access, id, async (member) => {
    const readThere = async () => readAllButUse(await knowingGroupNames(member));
    const [report] = await Promise.all([beginCredentialReport(member), readThere()]);
    begun = report;
  });
  if (!isEntered) return null;
  await reading.sink.complete(scopeOf(id), {});
  return begun;
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
