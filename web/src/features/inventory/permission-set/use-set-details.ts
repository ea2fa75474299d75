import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../../api/queries.ts';

/** What a permission set allows. */
export function useSetDetails(id: string, asOf: string | undefined) {
  const input = { params: { id }, ...(asOf ? { query: { asOf } } : {}) };
  return useQuery(getOptions('/api/v1/permission-sets/:id/details', input));
}
