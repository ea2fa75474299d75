import type { ProblemCode, ProvisioningProblem } from '../../../core/access/model/provisioning-problem.ts';
import type { Change } from '../../../core/access/model/reconcile-plan.ts';
import { ProvisioningRefused } from '../../../core/access/provisioning-ports.ts';
import { AwsUnreachable } from '../../../core/inventory/ports.ts';
import type { AwsError } from '../session/aws-error.ts';
import { CallRefused } from '../session/call-aws.ts';

type Draft = Pick<ProvisioningProblem, 'code' | 'message' | 'retry'> & { isUnknown?: boolean };
const draft = (code: ProblemCode, retry: Draft['retry'], message: string, isUnknown = false): Draft => ({
  code,
  retry,
  message,
  isUnknown,
});

/** What AWS said to a call, as a problem of the right. `isWrite`: a lost answer leaves the outcome open. */
export function refusedBy(thrown: unknown, isWrite: boolean): ProvisioningRefused {
  if (thrown instanceof ProvisioningRefused) return thrown;
  if (thrown instanceof AwsUnreachable)
    return refused(
      draft('aws-unreachable', thrown.isTransient ? 'soon' : 'stuck', `${thrown.message} ${thrown.mend}`, isWrite),
      thrown.awsError ?? null,
    );
  if (!(thrown instanceof CallRefused)) throw thrown;
  const { error } = thrown;
  const said = ofKind(error, isWrite) ?? ofCode(error);
  return refused(said, `${error.code}: ${error.message}`);
}

function ofKind(error: AwsError, isWrite: boolean): Draft | null {
  switch (error.kind) {
    case 'denied':
      return draft(
        'permission-missing',
        'stuck',
        `The role of the connector may not call ${error.action ?? 'this action'}. Attach the provisioning policy of the set-up page; access to the management AWS account can only be changed from it.`,
      );
    case 'throttled':
      return draft('aws-throttled', 'soon', 'AWS asks to slow down; it is tried again.');
    case 'server':
      return draft('aws-internal', 'soon', 'AWS had a fault of its own; it is tried again.', isWrite);
    case 'not-found':
      return gone(error.message);
    default:
      return null;
  }
}

/** Names of AWS's errors, from the service models (aws.md 3.2, 3.5). */
function ofCode({ code, message }: AwsError): Draft {
  if (/^Conflict/.test(code)) {
    if (/suspended|pending_closure|closed/i.test(message))
      return draft(
        'aws-account-suspended',
        'stuck',
        'The AWS account is suspended or closed; AWS changes nothing in it.',
      );
    // Ten at a time from an instance: this one was not taken on.
    if (/too many/i.test(message)) return draft('aws-busy', 'soon', 'AWS has enough to do with other assignments.');
    return draft('aws-busy', 'soon', 'Another change of the same access is under way in AWS.', true);
  }
  if (/^(LimitExceeded|ServiceQuotaExceeded)/.test(code)) return quota(message);
  return draft('aws-refused', 'stuck', 'AWS refused the change.');
}

const quota = (message: string) =>
  draft('aws-quota', 'stuck', `A quota of AWS is reached: ${message} Ask AWS to raise it, or make room.`);
const gone = (message: string): Draft =>
  /user|principal|member(?!ship)/i.test(message)
    ? draft('principal-gone', 'never', 'AWS does not know the user or group any more.')
    : /group not found/i.test(message)
      ? draft('entitlement-gone', 'never', 'AWS does not know the group any more.')
      : draft('entitlement-gone', 'never', 'AWS does not know the permission set, group or AWS account any more.');

/** Why an asynchronous assignment ended FAILED (aws.md 3.5). Null: what was to be removed is not there. */
export function failedBecause(reason: string, change: Change): ProvisioningRefused | null {
  if (/received a 404/i.test(reason)) {
    if (change === 'remove') return null;
    const what = /permission ?set/i.test(reason)
      ? draft('entitlement-gone', 'never', 'AWS does not know the permission set any more.')
      : draft('principal-gone', 'never', 'AWS does not know the user or group any more.');
    return refused(what, reason, true);
  }
  const said = /received a 403/i.test(reason)
    ? draft(
        'role-propagation',
        'soon',
        'Identity Center may not make its role in the AWS account. New roles take a moment; in the management AWS account the connector needs the iam: actions of the provisioning policy.',
      )
    : /quota|limit/i.test(reason)
      ? quota('')
      : /received a 409|conflict/i.test(reason)
        ? draft('aws-busy', 'soon', 'Another change was under way in AWS.')
        : /internal service/i.test(reason)
          ? draft('aws-internal', 'soon', 'AWS had a fault of its own; it is tried again.', true)
          : draft('aws-refused', 'stuck', 'AWS could not make the change.');
  return refused(said, reason, true);
}

const refused = (said: Draft, awsError: string | null, isRequestOver = false): ProvisioningRefused =>
  new ProvisioningRefused({ isUnknown: false, ...said, awsError, isRequestOver });

/** AWS answers that what was named is not there, or was there already. */
export const isNotFound = (thrown: unknown): boolean =>
  thrown instanceof CallRefused && thrown.error.kind === 'not-found';
export const isAlreadyThere = (thrown: unknown): boolean =>
  thrown instanceof CallRefused && /^Conflict/.test(thrown.error.code) && /exist|unique/i.test(thrown.error.message);
export const isDenied = (thrown: unknown): thrown is CallRefused =>
  thrown instanceof CallRefused && thrown.error.kind === 'denied';
