import type { ProvisioningProblem } from '../../../core/access/model/provisioning-problem.ts';
import type { Observed } from '../../../core/access/model/reconcile-plan.ts';
import type { AwsRight } from '../../../core/access/model/right.ts';
import {
  type Provisioner,
  ProvisioningRefused,
  type ProvisioningSession,
} from '../../../core/access/provisioning-ports.ts';
import type { AwsConnection } from '../../../core/connectors/model/aws-connection.ts';
import type { AwsOptions } from '../aws-options.ts';
import { followAssignment, observeAssignment, startAssignment } from './assignments.ts';
import { isDenied, refusedBy } from './classify-problem.ts';
import { changeIamMembership, observeIamMembership } from './iam-memberships.ts';
import { changeMembership, observeMembership } from './identity-store-memberships.ts';
import { openWriteSession, type WriteSession } from './write-session.ts';

type IamMembership = AwsRight & { kind: 'iam-membership' };

/** An IAM group is read in the AWS account that it is in: another may have one of the same name. */
async function observeWhereItIs(
  session: WriteSession,
  { memberRoleName }: AwsConnection,
  right: IamMembership,
): Promise<boolean> {
  const { awsAccountId } = right;
  if (awsAccountId === session.awsAccountId) return observeIamMembership(session, right);
  if (memberRoleName === null)
    throw outOfReach(`no role in AWS account ${awsAccountId} is named in its settings`, null);
  try {
    return await observeIamMembership(await session.member(awsAccountId), right);
  } catch (error) {
    if (!isDenied(error)) throw error;
    const { code, message } = error.error;
    throw outOfReach(`AWS refuses it the role ${memberRoleName} in AWS account ${awsAccountId}`, `${code}: ${message}`);
  }
}

const outOfReach = (why: string, awsError: string | null): ProvisioningRefused =>
  refused({
    code: 'aws-account-out-of-reach',
    message: `The connector cannot see whether it is so: ${why}. The set-up page has that role.`,
    awsError,
  });

/** The ledger asks a person for the others; should it ever come to this, nothing is written in the wrong AWS account. */
const ownSession = (session: WriteSession, { awsAccountId }: IamMembership): WriteSession => {
  if (awsAccountId === session.awsAccountId) return session;
  throw refused({
    code: 'not-writable',
    message: `The role of the connector changes IAM in AWS account ${session.awsAccountId} only; this group is in ${awsAccountId}.`,
    awsError: null,
  });
};

const refused = (problem: Pick<ProvisioningProblem, 'code' | 'message' | 'awsError'>): ProvisioningRefused =>
  new ProvisioningRefused({ ...problem, retry: 'stuck', isUnknown: false, isRequestOver: false });

/** Changes AWS through the role of a connector: assignments, and memberships of both kinds of group (PRV-1). */
export const createAwsProvisioner = (options: AwsOptions): Provisioner => ({
  open(connection): ProvisioningSession {
    const session = openWriteSession(options, connection);
    const told = async <T>(isWrite: boolean, ask: () => Promise<T>): Promise<T> => {
      try {
        return await ask();
      } catch (error) {
        throw refusedBy(error, isWrite);
      }
    };
    return {
      observe: (right) =>
        told(false, async (): Promise<Observed> => {
          const isThere =
            right.kind === 'assignment'
              ? await observeAssignment(session, right)
              : right.kind === 'iam-membership'
                ? await observeWhereItIs(session, connection, right)
                : await observeMembership(session, right);
          return isThere ? 'present' : 'absent';
        }),
      start: (right, change) =>
        told(true, async () => {
          if (right.kind === 'assignment')
            return { status: 'in-progress', requestId: await startAssignment(session, right, change) };
          const isChanged =
            right.kind === 'iam-membership'
              ? await changeIamMembership(ownSession(session, right), right, change)
              : await changeMembership(session, right, change);
          return { status: isChanged ? 'done' : 'was-so' };
        }),
      follow: (right, change, requestId) =>
        told(false, async () =>
          right.kind === 'assignment' ? followAssignment(session, right, change, requestId) : 'forgotten',
        ),
      close: session.close,
    };
  },
});
