import type { ProvisioningStatus } from '@aws-sdk/client-sso-admin';

/** Sets do not change after they were provisioned here, so none is ever "not provisioned in its latest form". */
export function isAskedFor(status: ProvisioningStatus | undefined): (() => boolean) | undefined {
  return status === 'LATEST_PERMISSION_SET_NOT_PROVISIONED' ? () => false : undefined;
}
