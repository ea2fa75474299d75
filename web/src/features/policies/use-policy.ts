import { getOptions, refresh } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import type { Policy } from '../../api/types.ts';

export const policyOptions = (id: string) => getOptions('/api/v1/policies/:id', { params: { id } });

export const keepPolicy = (policy: Policy) => {
  queryClient.setQueryData(policyOptions(policy.id).queryKey, policy);
  return refresh('/api/v1/policies');
};
