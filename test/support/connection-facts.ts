import type { ConnectionFacts } from '../../src/core/inventory/ports.ts';

/** What a run published that read one AWS account, without an organization or Identity Center. */
export const connectionFacts = (awsAccountId: string): ConnectionFacts => ({
  awsPartition: 'aws',
  awsAccountId,
  organizationId: null,
  managementAwsAccountId: null,
  identityCenterInstanceArn: null,
  identityStoreId: null,
});
