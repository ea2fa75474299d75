import type { AwsPartition } from '../aws-regions.ts';
import { furtherReadPolicy, furtherReadPolicyName } from '../further-read-permissions.ts';
import { provisioningPolicy, provisioningPolicyName } from '../provisioning-permissions.ts';
import type { OwnPolicy } from './own-policy-documents.ts';

/** What lets Countersign change AWS. */
export const provisioningOwnPolicy = (partition: AwsPartition): OwnPolicy => ({
  name: provisioningPolicyName,
  policy: provisioningPolicy(partition),
  description: 'What Countersign needs to change access, beside what it needs to read',
});

/** What lets Countersign read more than the minimum, and large organizations in fewer calls. */
export const furtherReadOwnPolicy = (): OwnPolicy => ({
  name: furtherReadPolicyName,
  policy: furtherReadPolicy(),
  description: 'What Countersign reads beyond the minimum: each action may be left out',
});
