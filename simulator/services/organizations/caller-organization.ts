import type { ResourceRef } from '../../auth/authorize.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Organization, OrganizationAccount } from '../../state/organization/organization.ts';
import type { Call } from '../call.ts';

/** The caller's organization. Any member may know which one it is. */
export function organizationOfCaller(call: Call): Organization {
  const organization = call.world.organizationOf(call.caller.awsAccountId);
  if (!organization) {
    throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  }
  return organization;
}

/** The caller's organization, for what only the management account and delegated administrators may read. */
export function administeredOrganization(call: Call): Organization {
  const organization = organizationOfCaller(call);
  const { awsAccountId } = call.caller;
  if (awsAccountId !== organization.managementAccountId && !organization.isDelegatedAdministrator(awsAccountId)) {
    throw noPermission();
  }
  return organization;
}

/** The caller's organization, for what only the management account may change. */
export function managedOrganization(call: Call): Organization {
  const organization = organizationOfCaller(call);
  if (call.caller.awsAccountId !== organization.managementAccountId) throw noPermission();
  return organization;
}

function noPermission(): AwsError {
  return new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
}

export function constraintViolation(reason: string, message: string): AwsError {
  return new AwsError('ConstraintViolationException', message, 400, { Reason: reason });
}

export function requireAccount(organization: Organization, awsAccountId: string): OrganizationAccount {
  const account = organization.accounts.get(awsAccountId);
  if (!account) throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.");
  return account;
}

/** The ARN an action on a root, OU or AWS account is checked on; `*` for what the caller can't see. */
export function treeResource(call: Call, id: string): readonly ResourceRef[] {
  const organization = call.world.organizationOf(call.caller.awsAccountId);
  if (!organization) return [{ arn: '*' }];
  return [{ arn: targetArn(organization, id) }];
}

export function targetArn(organization: Organization, id: string): string {
  return organization.arn(id.startsWith('r-') ? 'root' : id.startsWith('ou-') ? 'ou' : 'account', id);
}
