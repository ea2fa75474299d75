import type {
  ListAccountsForProvisionedPermissionSetRequest,
  ListAccountsForProvisionedPermissionSetResponse,
  ListPermissionSetsProvisionedToAccountRequest,
  ListPermissionSetsProvisionedToAccountResponse,
  ProvisioningStatus,
} from '@aws-sdk/client-sso-admin';
import type { IdentityCenter } from '../../../state/identity-center/identity-center.ts';
import type { Assignment } from '../../../state/identity-center/identity-center-entities.ts';
import { operation } from '../../service.ts';
import { accountArn, requireOrganizationInstance, requirePermissionSet, resources } from '../access.ts';

/** A set is provisioned to an AWS account while an assignment of it exists there. */
export const listPermissionSetsProvisionedToAccount = operation<
  ListPermissionSetsProvisionedToAccountRequest,
  ListPermissionSetsProvisionedToAccountResponse
>({
  name: 'ListPermissionSetsProvisionedToAccount',
  resources: (_, { InstanceArn, AccountId }) => resources(InstanceArn, accountArn(AccountId)),
  handle(call, { InstanceArn, AccountId, ProvisioningStatus }) {
    const center = requireOrganizationInstance(call, InstanceArn);
    const { items, nextToken } = call.page(center.setsByAccount.of(AccountId), hasStatus(center, ProvisioningStatus));
    return { PermissionSets: items.map((pair) => pair.permissionSetArn), NextToken: nextToken };
  },
});

export const listAccountsForProvisionedPermissionSet = operation<
  ListAccountsForProvisionedPermissionSetRequest,
  ListAccountsForProvisionedPermissionSetResponse
>({
  name: 'ListAccountsForProvisionedPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn, ProvisioningStatus }) {
    const center = requireOrganizationInstance(call, InstanceArn);
    requirePermissionSet(center, PermissionSetArn);
    const { items, nextToken } = call.page(
      center.accountsBySet.of(PermissionSetArn),
      hasStatus(center, ProvisioningStatus),
    );
    return { AccountIds: items.map((pair) => pair.awsAccountId), NextToken: nextToken };
  },
});

/** Whether the AWS account has the set as it is now, or as it was before a change that nobody provisioned yet. */
function hasStatus(
  center: IdentityCenter,
  status: ProvisioningStatus | undefined,
): ((pair: Assignment) => boolean) | undefined {
  if (status === undefined) return undefined;
  const isAskedFor = status === 'LATEST_PERMISSION_SET_PROVISIONED';
  return (pair) => center.isLatest(pair.awsAccountId, pair.permissionSetArn) === isAskedFor;
}
