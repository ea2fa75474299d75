import type { Instant, UnitOfWork } from '../../shared/ports.ts';
import { isOpen } from '../model/lease.ts';
import type { AccessRequest, RequestId } from '../model/request/access-request.ts';
import { nameOf } from './decide-request.ts';
import type { RequestPorts, RequestStores } from './ports.ts';
import { tellDecided } from './tell-people.ts';

type Unit = UnitOfWork & RequestStores;

/**
 * Closes requests that nobody decided in time, or before the lease they are to extend was over; a sweep of the worker
 * calls it. Returns how many. Each is looked at again under its lock: one that is decided at this very moment stays as it
 * was decided.
 */
export const expireRequests = async (ports: Omit<RequestPorts, 'engine' | 'ids'>): Promise<number> => {
  const due = await ports.transact(async (unit) => unit.requests.overdue(await ports.clock.now(), 100));
  let expired = 0;
  for (const id of due)
    if (await ports.transact(async (unit) => closeIfOver(unit, id, await ports.clock.now()))) expired += 1;
  return expired;
};

/** False for a request that can still be decided, or was. */
export const closeIfOver = async (unit: Unit, id: RequestId, now: Instant): Promise<boolean> => {
  const request = await unit.requests.lock(id);
  if (request?.status !== 'pending') return false;
  const isOutlived = await hasOutlivedLease(unit, request, now);
  if (now < request.expiresAt && !isOutlived) return false;
  await unit.requests.close(id, { status: 'expired', grantedMinutes: null }, now);
  const reason = isOutlived ? 'The lease it was to extend is over.' : null;
  const entry = { at: now, actor: { kind: 'system' as const }, objectKind: 'access-request', objectId: id };
  await unit.audit({ ...entry, action: 'request.expired', ...(reason && { detail: { reason } }) });
  await tellDecided(unit, request, { status: 'expired', name: await nameOf(unit, request), reason }, now);
  return true;
};

const hasOutlivedLease = async (unit: Unit, { extendsLeaseId }: AccessRequest, now: Instant): Promise<boolean> => {
  if (extendsLeaseId === null) return false;
  const lease = await unit.leases.lock(extendsLeaseId);
  return !lease || !isOpen(lease) || now >= lease.endsAt;
};
