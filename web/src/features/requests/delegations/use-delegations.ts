import { useQuery } from '@tanstack/react-query';
import { getOptions, refresh, useSession } from '../../../api/queries.ts';
import { refreshRequests } from '../use-requests.ts';

/** Delegations of mine that are not over: as who is away, and as delegate. */
export function useMyDelegations() {
  const { person } = useSession();
  const query = useQuery(getOptions('/api/v1/delegations', { query: { mine: 'true', open: 'true', limit: 100 } }));
  const inForce = (query.data?.items ?? []).filter(({ status }) => status === 'in-force');
  return {
    away: inForce.find((each) => each.person.id === person.id) ?? null,
    actsFor: inForce.filter((each) => each.delegate.id === person.id),
  };
}

/** What a delegation changes: the lists of them, and whatever waits for whom. */
export const refreshDelegations = () => Promise.all([refresh('/api/v1/delegations'), refreshRequests()]);

/** Who may name and end delegates of others; the server judges it again. */
export const useMayNameForOthers = (): boolean =>
  useSession().roles.some((role) => role === 'super-administrator' || role === 'request-administrator');
