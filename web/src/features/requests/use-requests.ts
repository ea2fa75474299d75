import { useQuery } from '@tanstack/react-query';
import { getOptions, refresh } from '../../api/queries.ts';
import type { AccessRequest, Lease } from '../../api/types.ts';
import { statusNow } from './words/lease-status.ts';

const busyMs = 2_000;
const waitingMs = 6_000;
const quietMs = 15_000;

/** Everything that a decision, a request or an end can change. */
export const refreshRequests = () =>
  refresh(
    '/api/v1/requests',
    '/api/v1/requests/:id',
    '/api/v1/leases',
    '/api/v1/approvals',
    '/api/v1/approvals/:id',
    '/api/v1/manual-tasks',
    '/api/v1/manual-tasks/:id',
    '/api/v1/catalog',
    '/api/v1/notifications',
    '/api/v1/people/:id/access',
  );

/** AWS is at work on it, or its time has just come or run out. */
export function isLeaseBusy(lease: Lease, now = Date.now()): boolean {
  const status = statusNow(lease, now);
  if (status === 'activating' || status === 'ending') return lease.manualTaskId === null;
  return status === 'active' && now >= Date.parse(lease.endsAt);
}

/** How soon to look again: each two seconds while something moves, not at all when it is over. */
export function pollMs(request: AccessRequest | undefined): number | false {
  if (!request) return false;
  if (request.status === 'pending') return waitingMs;
  if (request.status !== 'approved' || request.lease?.status === 'ended') return false;
  return !request.lease || isLeaseBusy(request.lease) ? busyMs : quietMs;
}

export const useRequest = (id: string) =>
  useQuery({
    ...getOptions('/api/v1/requests/:id', { params: { id } }),
    refetchInterval: ({ state }) => pollMs(state.data),
  });

const openLeases = { mine: 'true', isOpen: 'true', limit: 50 } as const;
/** What I hold by leases, and what is on its way. */
export const useMyLeases = () =>
  useQuery({
    ...getOptions('/api/v1/leases', { query: openLeases }),
    refetchInterval: ({ state }) => (state.data?.items.some((lease) => isLeaseBusy(lease)) === true ? busyMs : quietMs),
  });

const taskQuery = { limit: 200 } as const;
/** Requests that wait for my decision, and changes to carry out by hand. */
export function useOpenTasks(options: { enabled?: boolean } = {}) {
  const shared = { refetchInterval: quietMs, enabled: options.enabled ?? true };
  const approvals = useQuery({ ...getOptions('/api/v1/approvals', { query: taskQuery }), ...shared });
  const manual = useQuery({
    ...getOptions('/api/v1/manual-tasks', { query: { ...taskQuery, status: 'open' } }),
    ...shared,
  });
  return { approvals, manual, total: (approvals.data?.total ?? 0) + (manual.data?.total ?? 0) };
}
