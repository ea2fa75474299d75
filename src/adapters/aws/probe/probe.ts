import type { AwsConnection } from '../../../core/connectors/model/aws-connection.ts';
import type { Check, Checklist } from '../../../core/connectors/model/checklist.ts';
import { type ReadAction, readPermission } from '../../../core/connectors/model/permission-table.ts';
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

export interface Tried<Output> {
  check: Check;
  /** What AWS answered; null when it did not. */
  output: Output | null;
  refusal: CallRefused | null;
}

/** Really calls the action once; never throws for what AWS or the network say. */
export async function tryAction<Output>(
  { call }: Probe,
  action: ReadAction,
  send: (abortSignal: AbortSignal) => Promise<Output>,
  describe: (output: Output) => string,
): Promise<Tried<Output>> {
  try {
    const output = await call(action, send);
    return { check: { ...lineOf(action), outcome: 'pass', detail: describe(output) }, output, refusal: null };
  } catch (error) {
    const refusal = error instanceof CallRefused ? error : null;
    return { check: { ...lineOf(action), ...explain(action, error) }, output: null, refusal };
  }
}

export const skip = (action: ReadAction, detail: string): Check => ({ ...lineOf(action), outcome: 'skipped', detail });

const lineOf = (action: ReadAction) => {
  const { feature, neededFor } = readPermission(action);
  return { id: `action.${action}`, group: feature, label: neededFor, action };
};

function explain(action: ReadAction, error: unknown): Pick<Check, 'outcome' | 'detail' | 'awsError' | 'lost' | 'mend'> {
  const { lost } = readPermission(action);
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
function mendOf(action: ReadAction, awsError: string): string {
  if (/explicit deny/.test(awsError)) return `A policy denies ${action} explicitly: remove that denial.`;
  if (/service control policy|no service control policy/.test(awsError)) {
    return `A service control policy of the organization forbids ${action}: allow it there.`;
  }
  if (/permissions boundary/.test(awsError))
    return `The role's permissions boundary leaves out ${action}: add it there.`;
  return `Add ${action} to the policy ${readPolicyName} of the role.`;
}

/** "12 users", or "100 users or more" when there are further pages. */
export const atLeast = (text: string, hasMore: boolean) => (hasMore ? `${text} or more` : text);
