import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../../api/queries.ts';

/** What IAM says of this thing. */
export function useIamDetails(id: string, asOf: string | undefined) {
  const input = { params: { id }, ...(asOf ? { query: { asOf } } : {}) };
  return useQuery(getOptions('/api/v1/iam-details/:id', input));
}
