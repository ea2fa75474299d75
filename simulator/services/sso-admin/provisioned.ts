import type {
  ListAccountsForProvisionedPermissionSetRequest,
  ListAccountsForProvisionedPermissionSetResponse,
  ListPermissionSetsProvisionedToAccountRequest,
  ListPermissionSetsProvisionedToAccountResponse,
  ProvisioningStatus,
} from '@aws-sdk/client-sso-admin';
import { operation } from '../service.ts';
import { accountArn, requireInstance, requirePermissionSet, resources } from './access.ts';

/** A set is provisioned to an AWS account while an assignment of it exists there. */
export const listPermissionSetsProvisionedToAccount = operation<
  ListPermissionSetsProvisionedToAccountRequest,
  ListPermissionSetsProvisionedToAccountResponse
>({
  name: 'ListPermissionSetsProvisionedToAccount',
  resources: (_, { InstanceArn, AccountId }) => resources(InstanceArn, accountArn(AccountId)),
  handle(call, { InstanceArn, AccountId, ProvisioningStatus }) {
    const sets = requireInstance(call, InstanceArn).setsByAccount.of(AccountId);
    const { items, nextToken } = call.page(sets, isAskedFor(ProvisioningStatus));
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
    const center = requireInstance(call, InstanceArn);
    requirePermissionSet(center, PermissionSetArn);
    const { items, nextToken } = call.page(center.accountsBySet.of(PermissionSetArn), isAskedFor(ProvisioningStatus));
    return { AccountIds: items.map((pair) => pair.awsAccountId), NextToken: nextToken };
  },
});

/** Sets do not change after they were provisioned here, so none is ever "not provisioned in its latest form". */
function isAskedFor(status: ProvisioningStatus | undefined): (() => boolean) | undefined {
  return status === 'LATEST_PERMISSION_SET_NOT_PROVISIONED' ? () => false : undefined;
}
