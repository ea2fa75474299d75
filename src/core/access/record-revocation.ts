import type { PersonId } from '../shared/ids.ts';
import type { Actor, Instant, UnitOfWork } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Right } from './model/right.ts';
import type { LeaseStore, Place, RevocationId, RevocationStore } from './provisioning-ports.ts';

export interface RecordRevocation {
  id: RevocationId;
  right: Right;
  reason: string;
  decidedBy: PersonId;
  actor: Actor;
  source: { kind: 'review-item' | 'owner'; id: string };
  now: Instant;
}
export interface RevocationStores {
  revocations: RevocationStore;
  leases: Pick<LeaseStore, 'endAllOf'>;
}

/**
 * Takes down the decision to remove a right, in the caller's transaction: the only way in which something is removed
 * that the product did not make (PRV-3). Leases of the same right are ended first, with the reason `revoked`; the
 * reconciler removes the right, proves it by reading, and sets the row to `done`, `failed` or `task`.
 * Refuses `right-out-of-reach` when no connector reads the right.
 */
export const recordRevocation = async (
  unit: UnitOfWork & RevocationStores,
  { actor, now, ...revocation }: RecordRevocation,
): Promise<Place> => {
  const place = await unit.revocations.placeOf(revocation.right);
  if (!place)
    throw new Refusal('conflict', 'right-out-of-reach', 'No connector reads this access, so none can take it away.');
  await unit.leases.endAllOf(
    revocation.right,
    { reason: 'revoked', by: revocation.decidedBy, note: revocation.reason },
    now,
  );
  await unit.revocations.add({ ...revocation, ...place }, now);
  await unit.audit({
    at: now,
    actor,
    action: 'revocation.recorded',
    objectKind: 'revocation',
    objectId: revocation.id,
    detail: { ...revocation.right, reason: revocation.reason, source: revocation.source },
  });
  await unit.enqueue('access.reconcile', { unitKey: place.unitKey }, { key: place.unitKey });
  return place;
};
