import type { AwsConnection } from '../../../core/connectors/model/aws-connection.ts';
import type { Check, Checklist } from '../../../core/connectors/model/checklist.ts';
import {
  type FurtherReadAction,
  furtherReadPermissions,
  furtherReadPolicyName,
} from '../../../core/connectors/model/further-read-permissions.ts';
import { type ReadAction, readPermissions } from '../../../core/connectors/model/permission-table.ts';
import { readPolicyName } from '../../../core/connectors/model/setup/setup-documents.ts';
import { AwsUnreachable } from '../../../core/inventory/ports.ts';
import type { AwsClients } from '../session/aws-clients.ts';
import { type CallAws, CallRefused } from '../session/call-aws.ts';
import type { RoleSession } from '../session/role-session.ts';

/** What every part of one connection test needs. */
export interface Probe {
  connection: AwsConnection;
  session: RoleSession;
  clients: AwsClients;
  call: CallAws;
  /** Filled in as the test learns; its `checks` are put together by the caller, in order. */
  learned: Omit<Checklist, 'checks'>;
}

export type TriedAction = ReadAction | FurtherReadAction;

export interface Tried<Output> {
  check: Check;
  /** What AWS answered; null when it did not. */
  output: Output | null;
  refusal: CallRefused | null;
}

/**
 * Really calls the action once; never throws for what AWS or the network say. `answers` are errors that AWS gives only to
 * who may call the action, each with the fact that it tells.
 */
export async function tryAction<Output>(
  { call }: Probe,
  action: TriedAction,
  send: (abortSignal: AbortSignal) => Promise<Output>,
  describe: (output: Output) => string,
  answers: Readonly<Record<string, string>> = {},
): Promise<Tried<Output>> {
  try {
    const output = await call(action, send);
    return { check: { ...lineOf(action), outcome: 'pass', detail: describe(output) }, output, refusal: null };
  } catch (error) {
    const refusal = error instanceof CallRefused ? error : null;
    const fact = refusal && answers[refusal.error.code];
    if (fact) return { check: { ...lineOf(action), outcome: 'pass', detail: fact }, output: null, refusal: null };
    return { check: { ...lineOf(action), ...explain(action, error) }, output: null, refusal };
  }
}

export const skip = (action: TriedAction, detail: string): Check => ({
  ...lineOf(action),
  outcome: 'skipped',
  detail,
});

/** Both read policies, by action: what the policy is called, and whether it may be left out. */
const permissions = new Map(
  [
    ...readPermissions.map((permission) => ({ ...permission, policyName: readPolicyName, isOptional: false })),
    ...furtherReadPermissions.map((each) => ({ ...each, policyName: furtherReadPolicyName, isOptional: true })),
  ].map((permission) => [permission.action as TriedAction, permission]),
);
const permissionOf = (action: TriedAction) =>
  permissions.get(action) as NonNullable<ReturnType<typeof permissions.get>>;

const lineOf = (action: TriedAction) => {
  const { feature, neededFor, isOptional } = permissionOf(action);
  return {
    id: `action.${action}`,
    group: feature,
    label: neededFor,
    action,
    ...(isOptional && { isOptional: true as const }),
  };
};

function explain(
  action: TriedAction,
  error: unknown,
): Pick<Check, 'outcome' | 'detail' | 'awsError' | 'lost' | 'mend'> {
  const { lost } = permissionOf(action);
  if (error instanceof CallRefused && error.failure.reason === 'denied') {
    return {
      outcome: 'not-granted',
      detail: `The role may not call ${action}.`,
      awsError: error.error.message,
      lost,
      mend: mendOf(action, error.error.message),
    };
  }
  if (error instanceof CallRefused) {
    return { outcome: 'fail', detail: `${action} failed.`, awsError: error.error.message, lost };
  }
  if (error instanceof AwsUnreachable) {
    const { message, awsError, mend } = error;
    return { outcome: 'fail', detail: message, ...(awsError && { awsError }), lost, mend };
  }
  throw error;
}

/** AWS says which kind of policy is in the way; adding the action to the role's own policy would not help then. */
function mendOf(action: TriedAction, awsError: string): string {
  if (/explicit deny/.test(awsError)) return `A policy denies ${action} explicitly: remove that denial.`;
  if (/service control policy|no service control policy/.test(awsError)) {
    return `A service control policy of the organization forbids ${action}: allow it there.`;
  }
  if (/permissions boundary/.test(awsError))
    return `The role's permissions boundary leaves out ${action}: add it there.`;
  return `Add ${action} to the policy ${permissionOf(action).policyName} of the role.`;
}

/** "12 users", or "100 users or more" when there are further pages. */
export const atLeast = (text: string, hasMore: boolean) => (hasMore ? `${text} or more` : text);
