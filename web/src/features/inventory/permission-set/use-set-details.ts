import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../../api/queries.ts';
import type { PermissionSetDetails } from '../../../api/types.ts';

/** What a permission set allows; undefined while it is read, and where the viewer may not see it. */
export function useSetDetails(id: string, asOf: string | undefined): PermissionSetDetails | undefined {
  const input = { params: { id }, ...(asOf ? { query: { asOf } } : {}) };
  const { data } = useQuery({ ...getOptions('/api/v1/permission-sets/:id/details', input), retry: false });
  return data as PermissionSetDetails | undefined;
}
