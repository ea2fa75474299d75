import type { Change } from './reconcile-plan.ts';
import type { RightFacts } from './right.ts';

/** Why AWS does not do what is wanted, or why it is not asked (PRV-5). */
export interface ProvisioningProblem {
  code: ProblemCode;
  message: string;
  awsError: string | null;
  /**
   * `soon`: passes by itself, alarm only if it does not. `stuck`: somebody has to do something; tried again now and
   * then, with an alarm at once. `never`: can not become true.
   */
  retry: 'soon' | 'stuck' | 'never';
  /** The call may have taken effect, or something is at work in AWS on this right. */
  isUnknown: boolean;
  /** It is the answer to an asynchronous request, which has ended. */
  isRequestOver: boolean;
}
export type ProblemCode =
  | 'aws-busy'
  | 'aws-throttled'
  | 'aws-unreachable'
  | 'aws-internal'
  | 'role-propagation'
  | 'permission-missing'
  | 'aws-quota'
  | 'aws-account-suspended'
  | 'management-account-out-of-reach'
  | 'aws-account-out-of-reach'
  | 'group-owned-by-idp'
  | 'principal-gone'
  | 'entitlement-gone'
  | 'not-writable'
  | 'aws-refused';

const known = (code: ProblemCode, message: string, retry: ProvisioningProblem['retry']): ProvisioningProblem => ({
  code,
  message,
  awsError: null,
  retry,
  isUnknown: false,
  isRequestOver: false,
});

/** What can be refused without asking AWS (PRV-5), from the newest reading. Removing is refused for less. */
export function refusalOf(facts: RightFacts, change: Change): ProvisioningProblem | null {
  const { target, permissionSet, principal, connector } = facts;
  if (target.kind === 'aws-account') {
    if (target.status !== null && target.status !== 'active')
      return known(
        'aws-account-suspended',
        `AWS account ${target.name} (${target.nativeId}) is ${target.status.replaceAll('_', ' ')}; AWS changes nothing in it.`,
        'stuck',
      );
    const { managementAwsAccountId, awsAccountId } = connector;
    if (target.nativeId === managementAwsAccountId && awsAccountId !== managementAwsAccountId)
      return known(
        'management-account-out-of-reach',
        `The connector ${connector.name} acts from the delegated administrator ${awsAccountId}, which may not change access to the management AWS account.`,
        'stuck',
      );
  }
  if (change === 'remove') return null;
  if (target.kind === 'identity-center-group' && hasExternalId(target.attrs))
    return known(
      'group-owned-by-idp',
      `The group ${target.name} comes from the identity provider, which would undo the change. Change it there.`,
      'never',
    );
  if (!principal.isCurrent) return known('principal-gone', `${principal.name} no longer exists in AWS.`, 'never');
  if (!target.isCurrent || permissionSet?.isCurrent === false)
    return known(
      'entitlement-gone',
      `${permissionSet && !permissionSet.isCurrent ? permissionSet.name : target.name} no longer exists in AWS.`,
      'never',
    );
  return null;
}

const hasExternalId = ({ externalIds }: Record<string, unknown>): boolean =>
  Array.isArray(externalIds) && externalIds.length > 0;

/** Refusals in a row until what should pass by itself is called stuck. */
const patience = 8;
const secondMs = 1000;

/** Pauses of 1, 2, 4, 8, then 15 s: for following AWS's own work and for what passes by itself. */
export const shortWaitMs = (attempts: number): number => Math.min(15, 2 ** Math.min(attempts, 4)) * secondMs;

/** When to try again, and whether the owners are alarmed (PRV-6). */
export function afterProblem(
  { retry }: Pick<ProvisioningProblem, 'retry'>,
  attempts: number,
): { waitMs: number; isStuck: boolean } {
  if (retry === 'soon' && attempts < patience) return { waitMs: shortWaitMs(attempts), isStuck: false };
  const minutes = Math.min(15, 2 ** Math.max(0, attempts - (retry === 'soon' ? patience : 0)));
  return { waitMs: minutes * 60 * secondMs, isStuck: true };
}
