import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../../api/queries.ts';
import type { IamDetails } from '../../../api/types.ts';

/** What IAM says of this thing; undefined while it is read, and where the viewer may not see it. */
export function useIamDetails(id: string | undefined, asOf: string | undefined): IamDetails | undefined {
  const input = { params: { id: id ?? '' }, ...(asOf ? { query: { asOf } } : {}) };
  const { data } = useQuery({
    ...getOptions('/api/v1/iam-details/:id', input),
    enabled: id !== undefined,
    retry: false,
  });
  return data as IamDetails | undefined;
}
