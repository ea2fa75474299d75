import { nameOf } from './decide-request.ts';
import type { RequestPorts } from './ports.ts';
import { tellDecided } from './tell-people.ts';

/**
 * Closes requests that nobody decided in time; a sweep of the worker calls it. Returns how many. Each is looked at again
 * under its lock: one that is decided at this very moment stays as it was decided.
 */
export const expireRequests = async (ports: Omit<RequestPorts, 'engine' | 'ids'>): Promise<number> => {
  const due = await ports.transact(async (unit) => unit.requests.overdue(await ports.clock.now(), 100));
  let expired = 0;
  for (const id of due)
    await ports.transact(async (unit) => {
      const now = await ports.clock.now();
      const request = await unit.requests.lock(id);
      if (request?.status !== 'pending' || now < request.expiresAt) return;
      await unit.requests.close(id, { status: 'expired', grantedMinutes: null }, now);
      const actor = { kind: 'system' as const };
      await unit.audit({ at: now, actor, action: 'request.expired', objectKind: 'access-request', objectId: id });
      await tellDecided(unit, request, { status: 'expired', name: await nameOf(unit, request), reason: null }, now);
      expired += 1;
    });
  return expired;
};
