import type { AwsConnection } from '../../../../core/connectors/model/aws-connection.ts';
import type { Check } from '../../../../core/connectors/model/checklist.ts';
import { memberReadPolicyName } from '../../../../core/connectors/model/setup/member-role.ts';
import { AwsUnreachable } from '../../../../core/inventory/ports.ts';
import { eachConcurrently } from '../../reading/each-concurrently.ts';
import {
  type CallIn,
  createMemberAccess,
  type MemberAccess,
  memberClients,
  memberCredentials,
} from '../../reading/members/member-session.ts';
import { CallRefused } from '../../session/call-aws.ts';
import { probeEvents } from '../further/further-events.ts';
import { probeFurtherIam } from '../further/further-iam.ts';
import { atLeast, type Probe } from '../probe.ts';
import { probeIam } from '../probe-iam.ts';
import type { Listed } from '../probe-organizations.ts';
import { listOthers, type Others } from './list-others.ts';

/** A person waits: what is not tried, the sync finds. */
const mostTried = 20;
const atATime = 10;
const mostNamed = 5;
const mostQuoted = 3;
const group = 'Other AWS accounts';
const lines = {
  assume: { id: 'members.assume-role', group, label: 'The role in the other AWS accounts can be assumed' },
  open: {
    id: 'members.refused-without-external-id',
    group,
    label: 'That role is refused without the member External ID',
  },
  actions: { id: 'members.actions', group, label: 'What that role may read' },
} as const;

/**
 * Tries the member role in some AWS accounts, spread over the list, and its actions in the first that lets Countersign in
 * (CON-11). Nothing of it makes the connector fail: each AWS account that is not read is a gap of its own.
 */
export async function probeMembers(probe: Probe, callIn: CallIn, listed: Listed): Promise<Check[]> {
  if (probe.connection.memberRoleName === null) return [];
  const others = await listOthers(probe, listed);
  if (others.ids.length === 0)
    return skipMembers(probe.connection, 'Not tried: there is no other AWS account in the organization.');
  const ground = { ...probe, own: { kind: 'aws-account', nativeId: probe.session.role.awsAccountId } } as const;
  const access = createMemberAccess(ground, callIn);
  const tried = await tryEach(access, spread(others.ids, mostTried));
  const assumed = assumedCheck(probe.connection, others, tried);
  const [entered] = tried.entered;
  if (entered === undefined) {
    const detail = 'Not tried: the role could be assumed in no other AWS account.';
    return [assumed, { ...lines.open, outcome: 'skipped', detail }, { ...lines.actions, outcome: 'skipped', detail }];
  }
  const withoutId = createMemberAccess(ground, callIn, null);
  const [open, actions] = await Promise.all([openCheck(withoutId, entered), actionChecks(probe, access, entered)]);
  return [assumed, open, ...actions];
}

/** Where something before it failed; nothing where no other AWS accounts are read. */
export const skipMembers = ({ memberRoleName }: AwsConnection, detail: string): Check[] =>
  memberRoleName === null ? [] : Object.values(lines).map((line) => ({ ...line, outcome: 'skipped', detail }));

/** Of a list in the order of joining, the newest and the oldest too. */
const spread = (ids: readonly string[], most: number): string[] =>
  ids.length <= most
    ? [...ids]
    : Array.from({ length: most }, (_, n) => ids[Math.floor((n * (ids.length - 1)) / (most - 1))] ?? '');

interface Tried {
  entered: string[];
  /** With AWS's sentence. */
  refused: { id: string; awsError: string }[];
  /** Asked in vain, for want of time or because AWS was busy: that says nothing of the role. */
  unknown: { id: string; why: string }[];
}

async function tryEach(access: MemberAccess, ids: readonly string[]): Promise<Tried> {
  const answers = new Map<string, Answer>();
  await eachConcurrently(ids, atATime, async (id) => void answers.set(id, await enter(access, id)));
  const tried: Tried = { entered: [], refused: [], unknown: [] };
  for (const id of ids) {
    const answer = answers.get(id);
    if (answer === 'entered') tried.entered.push(id);
    else if (answer && 'awsError' in answer) tried.refused.push({ id, ...answer });
    else if (answer) tried.unknown.push({ id, ...answer });
  }
  return tried;
}

type Answer = 'entered' | { awsError: string } | { why: string };

async function enter(access: MemberAccess, id: string): Promise<Answer> {
  try {
    await memberCredentials(access, id);
    return 'entered';
  } catch (error) {
    if (error instanceof CallRefused) {
      const { reason } = error.failure;
      return reason === 'throttled' || reason === 'unavailable'
        ? { why: error.error.message }
        : { awsError: error.error.message };
    }
    if (error instanceof AwsUnreachable) return { why: error.message };
    throw error;
  }
}

function assumedCheck(connection: AwsConnection, others: Others, { entered, refused, unknown }: Tried): Check {
  const { memberRoleName } = connection;
  const answered = entered.length + refused.length;
  const of = atLeast(String(others.ids.length), others.hasMore);
  const silent = unknown[0] ? ` ${unknown.length} gave no answer: ${unknown[0].why}` : '';
  if (answered === 0) return { ...lines.assume, outcome: 'skipped', detail: `Not known:${silent}` };
  const detail = `${memberRoleName}: in ${entered.length} of ${answered} AWS accounts that were tried, of ${of}.${silent}`;
  if (refused.length === 0) return { ...lines.assume, outcome: 'pass', detail };
  const named = refused.slice(0, mostNamed).map(({ id }) => id);
  const more = refused.length > mostNamed ? ` and ${refused.length - mostNamed} more` : '';
  return {
    ...lines.assume,
    outcome: 'fail',
    detail: `${detail} Not in ${named.join(', ')}${more}.`,
    awsError: [...new Set(refused.slice(0, mostQuoted).map(({ awsError }) => awsError))].join('\n'),
    lost: `IAM of ${named.join(', ')}${more} is not read: ${refused.length} of ${answered} that were tried, of ${of}. Each is one gap, and what is known of it stays.`,
    mend: [
      'AWS gives the same answer for every cause. Check in the first of them:',
      `1. The role ${memberRoleName} does not exist there: deploy the StackSet of the set-up page to it.`,
      `2. Its trust policy names another principal than ${connection.roleArn}.`,
      '3. Its sts:ExternalId is not the member External ID in Settings, or aws:PrincipalOrgID is not this organization.',
      '4. The connector’s role may not call sts:AssumeRole on it: attach the policy CountersignAssumeMembers.',
    ].join('\n'),
  };
}

async function openCheck(withoutId: MemberAccess, id: string): Promise<Check> {
  const answer = await enter(withoutId, id);
  if (answer === 'entered')
    return {
      ...lines.open,
      outcome: 'fail',
      detail: `In AWS account ${id} the role can be assumed without the External ID.`,
      mend: 'Add the condition StringEquals sts:ExternalId to its trust policy, as on the set-up page.',
    };
  if ('why' in answer) return { ...lines.open, outcome: 'skipped', detail: `Not known: ${answer.why}` };
  return { ...lines.open, outcome: 'pass', detail: 'AWS refused, as it should.' };
}

/** The same questions as in the connector's own AWS account, under ids of their own. */
async function actionChecks(probe: Probe, access: MemberAccess, id: string): Promise<Check[]> {
  const credentials = await memberCredentials(access, id);
  const { iam, region } = await memberClients(probe.clients, credentials);
  const member: Probe = {
    ...probe,
    session: { ...probe.session, credentials },
    clients: { ...probe.clients, iam },
    call: access.callIn(id),
  };
  const checks = await Promise.all([probeIam(member), probeFurtherIam(member), probeEvents(member, region)]);
  return checks.flat().map((check) => ({
    ...check,
    id: `members.${check.action}`,
    group,
    label: `${check.label}, in AWS account ${id}`,
    ...(check.mend && {
      mend: check.mend.replace(
        /policy \w+ of the role\.$/,
        `policy ${memberReadPolicyName} of the role ${probe.connection.memberRoleName}.`,
      ),
    }),
  }));
}
