import type { DescribeOrganizationResponse } from '@aws-sdk/client-organizations';
import { operation } from '../service.ts';
import { organizationOfCaller } from './caller-organization.ts';

/** Any member of the organization may call it. */
export const describeOrganization = operation<Record<never, never>, DescribeOrganizationResponse>({
  name: 'DescribeOrganization',
  handle(call) {
    const organization = organizationOfCaller(call);
    return {
      Organization: {
        Id: organization.id,
        Arn: organization.arn('organization'),
        FeatureSet: 'ALL',
        MasterAccountArn: organization.arn('account', organization.managementAccountId),
        MasterAccountId: organization.managementAccountId,
        MasterAccountEmail: organization.accounts.get(organization.managementAccountId)?.email,
        AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
      },
    };
  },
});
