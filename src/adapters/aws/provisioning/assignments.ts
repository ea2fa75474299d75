import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  ListAccountAssignmentsCommand,
} from '@aws-sdk/client-sso-admin';
import type { Change } from '../../../core/access/model/reconcile-plan.ts';
import type { AwsRight } from '../../../core/access/model/right.ts';
import type { Followed } from '../../../core/access/provisioning-ports.ts';
import { eachPage } from '../reading/reading.ts';
import { failedBecause, isNotFound } from './classify-problem.ts';
import type { WriteSession } from './write-session.ts';

type Assignment = AwsRight & { kind: 'assignment' };

/** There is no call for one assignment: the pair's whole listing is read. */
export async function observeAssignment({ clients, read }: WriteSession, right: Assignment): Promise<boolean> {
  let isThere = false;
  const pages = eachPage(
    (NextToken) =>
      read('sso:ListAccountAssignments', (abortSignal) =>
        clients.sso.send(
          new ListAccountAssignmentsCommand({
            InstanceArn: right.instanceArn,
            AccountId: right.awsAccountId,
            PermissionSetArn: right.permissionSetArn,
            NextToken,
            MaxResults: 100,
          }),
          { abortSignal },
        ),
      ),
    (page) => page.NextToken,
    async ({ AccountAssignments = [] }) => {
      isThere ||= AccountAssignments.some(
        ({ PrincipalId, PrincipalType }) => PrincipalId === right.principalId && PrincipalType === right.principalType,
      );
    },
  );
  await pages.catch((error: unknown) => {
    // A permission set that is gone is held by nobody.
    if (!isNotFound(error)) throw error;
  });
  return isThere;
}

const inputOf = (right: Assignment) => ({
  InstanceArn: right.instanceArn,
  TargetId: right.awsAccountId,
  TargetType: 'AWS_ACCOUNT' as const,
  PermissionSetArn: right.permissionSetArn,
  PrincipalType: right.principalType,
  PrincipalId: right.principalId,
});

/** Returns AWS's request id: both calls are asynchronous. */
export async function startAssignment(session: WriteSession, right: Assignment, change: Change): Promise<string> {
  const { clients, write } = session;
  const status =
    change === 'grant'
      ? (
          await write('sso:CreateAccountAssignment', (abortSignal) =>
            clients.sso.send(new CreateAccountAssignmentCommand(inputOf(right)), { abortSignal }),
          )
        ).AccountAssignmentCreationStatus
      : (
          await write('sso:DeleteAccountAssignment', (abortSignal) =>
            clients.sso.send(new DeleteAccountAssignmentCommand(inputOf(right)), { abortSignal }),
          )
        ).AccountAssignmentDeletionStatus;
  return status?.RequestId ?? '';
}

/** Request ids of creations and deletions are not interchangeable, hence two operations. */
export async function followAssignment(
  { clients, read }: WriteSession,
  { instanceArn: InstanceArn }: Assignment,
  change: Change,
  requestId: string,
): Promise<Followed> {
  try {
    const status =
      change === 'grant'
        ? (
            await read('sso:DescribeAccountAssignmentCreationStatus', (abortSignal) =>
              clients.sso.send(
                new DescribeAccountAssignmentCreationStatusCommand({
                  InstanceArn,
                  AccountAssignmentCreationRequestId: requestId,
                }),
                { abortSignal },
              ),
            )
          ).AccountAssignmentCreationStatus
        : (
            await read('sso:DescribeAccountAssignmentDeletionStatus', (abortSignal) =>
              clients.sso.send(
                new DescribeAccountAssignmentDeletionStatusCommand({
                  InstanceArn,
                  AccountAssignmentDeletionRequestId: requestId,
                }),
                { abortSignal },
              ),
            )
          ).AccountAssignmentDeletionStatus;
    if (status?.Status === 'IN_PROGRESS') return 'in-progress';
    if (status?.Status === 'SUCCEEDED') return 'succeeded';
    const failure = failedBecause(status?.FailureReason ?? 'AWS gave no reason.', change);
    if (failure) throw failure;
    return 'was-so';
  } catch (error) {
    if (isNotFound(error)) return 'forgotten';
    throw error;
  }
}
