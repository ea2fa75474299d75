import type { Account } from '@aws-sdk/client-organizations';
import type { Check } from '../../../core/connectors/model/checklist.ts';
import { AwsUnreachable } from '../../../core/inventory/ports.ts';
import { eachConcurrently } from '../reading/each-concurrently.ts';
import {
  type CallIn,
  createMemberAccess,
  type MemberAccess,
  memberClients,
  memberCredentials,
} from '../reading/members/member-session.ts';
import { CallRefused } from '../session/call-aws.ts';
import { probeEvents } from './further/further-events.ts';
import { probeFurtherIam } from './further/further-iam.ts';
import type { Probe } from './probe.ts';
import { probeIam } from './probe-iam.ts';

/** A person waits: what is not tried, the sync finds. */
const mostTried = 20;
const atATime = 10;
const group = 'Other AWS accounts';
const assumeLine = {
  id: 'members.assume-role',
  group,
  label: 'The role in the other AWS accounts can be assumed',
} as const;
const openLine = {
  id: 'members.refused-without-external-id',
  group,
  label: 'That role is refused without the member External ID',
} as const;
const lost = 'IAM of the AWS accounts that cannot be entered is not read: one gap for each, and nothing known is lost.';

/**
 * Tries the member role in some AWS accounts, spread over the list, and its actions in the first that lets Countersign in
 * (CON-11). Nothing of it makes the connector fail: each AWS account that is not read is a gap of its own.
 */
export async function probeMembers(
  probe: Probe,
  callIn: CallIn,
  accounts: readonly Account[] | null,
): Promise<Check[]> {
  const { memberRoleName } = probe.connection;
  if (memberRoleName === null) return [];
  if (accounts === null)
    return [
      { ...assumeLine, outcome: 'skipped', detail: 'Not tried: organizations:ListAccounts named no AWS account.' },
    ];
  const others = accounts.flatMap(({ Id, State, Status }) =>
    Id && Id !== probe.session.role.awsAccountId && (State ?? Status) === 'ACTIVE' ? [Id] : [],
  );
  if (others.length === 0)
    return [{ ...assumeLine, outcome: 'skipped', detail: 'There is no other AWS account in the organization.' }];
  const tried = spread(others, mostTried);
  const ground = { ...probe, own: { kind: 'aws-account', nativeId: probe.session.role.awsAccountId } } as const;
  const access = createMemberAccess(ground, callIn);
  const refused = new Map<string, string>();
  await eachConcurrently(tried, atATime, async (id) => {
    const problem = await whyNot(() => memberCredentials(access, id));
    if (problem !== null) refused.set(id, problem);
  });
  const entered = tried.find((id) => !refused.has(id));
  const assumed = assumedCheck(probe, { tried, of: others.length, refused });
  if (entered === undefined) return [assumed];
  const withoutId = createMemberAccess(ground, callIn, null);
  return [assumed, await openCheck(withoutId, entered), ...(await actionChecks(probe, access, entered))];
}

/** Of a list in the order of joining, the newest and the oldest too. */
const spread = (ids: readonly string[], most: number): string[] =>
  ids.length <= most
    ? [...ids]
    : Array.from({ length: most }, (_, n) => ids[Math.floor((n * ids.length) / most)] ?? '');

async function whyNot(enter: () => Promise<unknown>): Promise<string | null> {
  try {
    await enter();
    return null;
  } catch (error) {
    if (error instanceof CallRefused) return error.error.message;
    if (error instanceof AwsUnreachable) return error.awsError ?? error.message;
    throw error;
  }
}

function assumedCheck(
  { connection }: Probe,
  { tried, of, refused }: { tried: string[]; of: number; refused: Map<string, string> },
): Check {
  const entered = tried.length - refused.size;
  const rest = of > tried.length ? ` ${of - tried.length} more were not tried.` : '';
  const detail = `${connection.memberRoleName}: in ${entered} of ${tried.length} AWS accounts that were tried.${rest}`;
  const [first] = refused;
  if (!first) return { ...assumeLine, outcome: 'pass', detail };
  const named = [...refused.keys()].slice(0, 5).join(', ');
  const more = refused.size > 5 ? ` and ${refused.size - 5} more` : '';
  return {
    ...assumeLine,
    outcome: 'fail',
    detail: `${detail} Not in ${named}${more}.`,
    awsError: first[1],
    lost,
    mend: [
      'AWS gives the same answer for every cause. Check in the first of them:',
      `1. The role ${connection.memberRoleName} does not exist there: deploy the StackSet of the set-up page to it.`,
      `2. Its trust policy names another principal than ${connection.roleArn}.`,
      '3. Its sts:ExternalId is not the member External ID in Settings, or aws:PrincipalOrgID is not this organization.',
      '4. The connector’s role may not call sts:AssumeRole on it: attach the policy CountersignAssumeMembers.',
    ].join('\n'),
  };
}

async function openCheck(withoutId: MemberAccess, id: string): Promise<Check> {
  const refusal = await whyNot(() => memberCredentials(withoutId, id));
  if (refusal !== null) return { ...openLine, outcome: 'pass', detail: 'AWS refused, as it should.' };
  return {
    ...openLine,
    outcome: 'fail',
    detail: `In AWS account ${id} the role can be assumed without the External ID.`,
    mend: 'Add the condition StringEquals sts:ExternalId to its trust policy, as on the set-up page.',
  };
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
      mend: check.mend.replace(/ of the role\.$/, ` of the role ${probe.connection.memberRoleName}.`),
    }),
  }));
}
