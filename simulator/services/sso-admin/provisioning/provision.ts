import type { ProvisionPermissionSetRequest, ProvisionPermissionSetResponse } from '@aws-sdk/client-sso-admin';
import { AwsError } from '../../../protocols/aws-error.ts';
import type { IdentityCenter } from '../../../state/identity-center/identity-center.ts';
import type { PermissionSet, ProvisioningRequest } from '../../../state/identity-center/identity-center-entities.ts';
import { type Given, operation } from '../../service.ts';
import { accountArn, conflict, notFound, requireChangeableSet, resources } from '../access.ts';
import { missingManagementRight } from '../management-rights.ts';
import { refuseTooMany, requireActiveAccount } from '../outstanding.ts';
import { describedProvisioning } from './provisioning-status.ts';

type Input = Given<ProvisionPermissionSetRequest>;

/** Brings the roles of a set up to its latest form, in one AWS account or all that have it; takes its time. */
export const provisionPermissionSet = operation<ProvisionPermissionSetRequest, ProvisionPermissionSetResponse>({
  name: 'ProvisionPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn, TargetId }) =>
    resources(InstanceArn, PermissionSetArn, ...(TargetId ? [accountArn(TargetId)] : [])),
  handle(call, input) {
    const { world, now } = call;
    const { center, set } = requireChangeableSet(call, input.InstanceArn, input.PermissionSetArn);
    const awsAccountId = targetOf(input);
    if (awsAccountId) {
      requireActiveAccount(call, center, awsAccountId);
      if (!center.isProvisioned(awsAccountId, set.arn)) {
        throw notFound(`PermissionSet ${set.arn} is not provisioned to AWS account ${awsAccountId}.`);
      }
    }
    refuseOverlap(center, set, awsAccountId);
    refuseTooMany(center);
    const { ownerAccountId } = center.base;
    const reachesManagement = (awsAccountId ?? ownerAccountId) === ownerAccountId;
    const needsRights = reachesManagement && center.isProvisioned(ownerAccountId, set.arn);
    const foreseenFailure =
      call.settings.failureReason ??
      (needsRights ? missingManagementRight(call, center, set, ownerAccountId) : undefined);
    const request: ProvisioningRequest = {
      id: world.ids.uuid(),
      kind: 'PROVISIONING',
      permissionSetArn: set.arn,
      ...(awsAccountId ? { awsAccountId } : {}),
      createdAt: now,
      dueAt: now + (call.settings.assignmentDelayMs ?? 1000 + world.ids.below(2001)),
      status: 'IN_PROGRESS',
      ...(foreseenFailure ? { foreseenFailure } : {}),
    };
    center.addRequest(request);
    world.changed();
    return { PermissionSetProvisioningStatus: describedProvisioning(request) };
  },
});

function targetOf({ TargetType, TargetId }: Input): string | undefined {
  if (TargetType === 'ALL_PROVISIONED_ACCOUNTS') return undefined;
  if (!TargetId) throw new AwsError('ValidationException', 'TargetId is required when TargetType is AWS_ACCOUNT.');
  return TargetId;
}

/** One role is changed by one request at a time. */
function refuseOverlap(center: IdentityCenter, set: PermissionSet, awsAccountId: string | undefined): void {
  for (const request of center.pending) {
    if (request.kind !== 'PROVISIONING' || request.permissionSetArn !== set.arn) continue;
    if (!request.awsAccountId || !awsAccountId || request.awsAccountId === awsAccountId) {
      throw conflict('There is a conflicting operation in process for this permission set.');
    }
  }
}
