import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../../api/queries.ts';
import type { AccessRequest } from '../../../api/types.ts';

/**
 * The pages behind an entitlement that this viewer may open. Everybody may read names in the catalog; the inventory shows
 * a person only what concerns them (SEC-2), and a link that leads to "not found" is worse than none.
 */
export function useSeen({ ref }: Pick<AccessRequest['entitlement'], 'ref'>) {
  const [setId, groupId, accountId] =
    ref.kind === 'group-member' ? ['', ref.groupId, ''] : [ref.permissionSetId, '', ref.awsAccountId];
  const once = { retry: false, staleTime: 300_000 } as const;
  const set = useQuery({
    ...getOptions('/api/v1/permission-sets/:id', { params: { id: setId } }),
    ...once,
    enabled: setId !== '',
  });
  const group = useQuery({
    ...getOptions('/api/v1/groups/:id', { params: { id: groupId } }),
    ...once,
    enabled: groupId !== '',
  });
  const account = useQuery({
    ...getOptions('/api/v1/aws-accounts/:awsAccountId', { params: { awsAccountId: accountId } }),
    ...once,
    enabled: accountId !== '',
  });
  return {
    sessionDuration: set.data?.sessionDuration ?? null,
    pages: [
      ...(set.data ? [{ label: 'Permission set', to: `/permission-sets/${setId}` }] : []),
      ...(group.data ? [{ label: 'Group', to: `/groups/${groupId}` }] : []),
      ...(account.data ? [{ label: 'AWS account', to: `/aws-accounts/${accountId}` }] : []),
    ],
  };
}
