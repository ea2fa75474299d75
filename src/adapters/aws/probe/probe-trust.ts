import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Check } from '../../../core/connectors/model/checklist.ts';
import { AwsUnreachable } from '../../../core/inventory/ports.ts';
import { CallRefused } from '../session/call-aws.ts';
import type { RoleSession } from '../session/role-session.ts';
import type { Probe } from './probe.ts';

const labels = {
  'trust.assume-role': 'Countersign can assume the role',
  'trust.refused-without-external-id': 'The role is refused without the External ID',
  'trust.caller-identity': 'The role is the one that was entered',
} as const;
const line = (id: keyof typeof labels) => ({ id, group: 'Trust', label: labels[id] }) as const;

export interface Assumption {
  check: Check;
  problem: AwsUnreachable | null;
}

export async function tryAssumeRole(session: RoleSession): Promise<Assumption> {
  const startedAtMs = performance.now();
  try {
    await session.credentials();
    const detail = `${Math.round(performance.now() - startedAtMs)} ms`;
    return { check: { ...line('trust.assume-role'), outcome: 'pass', detail }, problem: null };
  } catch (error) {
    if (!(error instanceof AwsUnreachable)) throw error;
    const { message, mend, awsError } = error;
    const check = {
      ...line('trust.assume-role'),
      outcome: 'fail',
      detail: message,
      mend,
      ...(awsError && { awsError }),
    } as const;
    return { check, problem: error };
  }
}

export const skipTrust = (id: keyof typeof labels, detail: string): Check => ({
  ...line(id),
  outcome: 'skipped',
  detail,
});

/** A trust policy without the condition would let other customers of a shared product in: the confused deputy. */
export async function tryWithoutExternalId(session: RoleSession): Promise<Check> {
  const own = line('trust.refused-without-external-id');
  try {
    await session.credentials();
    return {
      ...own,
      outcome: 'fail',
      detail: 'The role can be assumed without the External ID.',
      mend: 'Add the condition StringEquals sts:ExternalId to every statement of the trust policy that names Countersign, as on the set-up page.',
    };
  } catch (error) {
    if (!(error instanceof AwsUnreachable)) throw error;
    if (error.code !== 'assume-role-refused')
      return { ...own, outcome: 'skipped', detail: `Not known: ${error.message}` };
    return { ...own, outcome: 'pass', detail: 'AWS refused, as it should.' };
  }
}

export async function tryCallerIdentity({ call, clients, session }: Probe): Promise<Check> {
  const own = line('trust.caller-identity');
  try {
    const { Arn } = await call('sts:GetCallerIdentity', (abortSignal) =>
      clients.sts.send(new GetCallerIdentityCommand({}), { abortSignal }),
    );
    return { ...own, outcome: 'pass', detail: `AWS account ${session.role.awsAccountId}, ${Arn}` };
  } catch (error) {
    if (!(error instanceof AwsUnreachable || error instanceof CallRefused)) throw error;
    const awsError = error instanceof CallRefused ? error.error.message : error.awsError;
    return { ...own, outcome: 'fail', detail: error.message, ...(awsError && { awsError }) };
  }
}
