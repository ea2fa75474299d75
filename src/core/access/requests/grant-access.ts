import type { Actor, Instant, UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { isOpen } from '../model/lease.ts';
import type { AccessRequest } from '../model/request/access-request.ts';
import type { Requestable } from '../model/request/requestable.ts';
import type { RequestPorts, RequestStores } from './ports.ts';

export type GrantedRequest = Pick<
  AccessRequest,
  | 'id'
  | 'number'
  | 'requesterId'
  | 'personId'
  | 'identityId'
  | 'entitlement'
  | 'connectorId'
  | 'startsAt'
  | 'extendsLeaseId'
>;
interface Grant {
  request: GrantedRequest;
  what: Requestable;
  grantedMinutes: number;
  actor: Actor;
  now: Instant;
}
const minuteMs = 60_000;
const later = (instant: Instant, minutes: number): Instant =>
  new Date(Date.parse(instant) + minutes * minuteMs).toISOString();

/**
 * Closes a request as approved and records what AWS is to hold: a new lease, or more time for the one it extends. AWS is
 * written to afterwards, by the job (PRV-2). Refuses `lease-over` when the lease to extend has ended meanwhile.
 */
export const grantAccess = async (
  unit: UnitOfWork & RequestStores,
  ports: Pick<RequestPorts, 'ids'>,
  grant: Grant,
): Promise<void> => {
  const { request, what, grantedMinutes, actor, now } = grant;
  await unit.requests.close(request.id, { status: 'approved', grantedMinutes }, now);
  await unit.audit({
    at: now,
    actor,
    action: 'request.approved',
    objectKind: 'access-request',
    objectId: request.id,
    detail: { grantedMinutes },
  });
  if (request.extendsLeaseId) await extend(unit, grant);
  else await open(unit, ports, grant);
  await unit.enqueue('access.reconcile', { unitKey: what.unitKey }, { key: what.unitKey });
};

const open = async (
  unit: UnitOfWork & RequestStores,
  { ids }: Pick<RequestPorts, 'ids'>,
  { request, what, grantedMinutes, actor, now }: Grant,
): Promise<void> => {
  const startsAt = request.startsAt !== null && request.startsAt > now ? request.startsAt : now;
  const lease = {
    id: ids.next('lse'),
    requestId: request.id,
    personId: request.personId,
    identityId: request.identityId,
    entitlement: request.entitlement,
    connectorId: request.connectorId,
    unitKey: what.unitKey,
    startsAt,
    endsAt: later(startsAt, grantedMinutes),
  };
  await unit.requests.openLease(lease, now);
  await unit.audit({
    at: now,
    actor,
    action: 'lease.opened',
    objectKind: 'lease',
    objectId: lease.id,
    detail: { requestId: request.id, startsAt, endsAt: lease.endsAt },
  });
};

const extend = async (
  unit: UnitOfWork & RequestStores,
  { request, grantedMinutes, actor, now }: Grant,
): Promise<void> => {
  const lease = request.extendsLeaseId && (await unit.leases.lock(request.extendsLeaseId));
  if (!lease || !isOpen(lease) || now >= lease.endsAt) throw leaseOver();
  const endsAt = later(lease.endsAt, grantedMinutes);
  await unit.requests.moveLeaseEnd(lease.id, endsAt);
  await unit.audit({
    at: now,
    actor,
    action: 'lease.extended',
    objectKind: 'lease',
    objectId: lease.id,
    detail: { requestId: request.id, from: lease.endsAt, to: endsAt },
  });
};
export const leaseOver = (): Refusal =>
  new Refusal('conflict', 'lease-over', 'This lease is over; ask for the access anew.');
