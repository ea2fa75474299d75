import { tagOperations } from '../tags.ts';
import { policyResource, requireOwnPolicy, requirePolicy } from './policy-arn.ts';

export const policyTagOperations = tagOperations({
  kind: 'Policy',
  member: 'PolicyArn',
  resource: (call, PolicyArn) => policyResource(call, { PolicyArn }),
  find: requirePolicy,
  findOwn: requireOwnPolicy,
});
