import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Actor, Instant } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { type Delegation, type DelegationId, statusOf } from '../model/delegation.ts';
import { administersRequests, delegationNotYours } from './name-delegate.ts';
import type { DelegationPorts, DelegationStores } from './ports.ts';

export const delegationNotFound = (): Refusal =>
  new Refusal('not-found', 'delegation-not-found', 'There is no such delegation, or you may not see it.');

/**
 * Ends a delegation before its time, at once: what the delegate has not decided by now, they no longer may. Refuses
 * `delegation-not-found`, `delegation-not-yours`, `delegation-over`.
 */
export const endDelegation = (
  ports: DelegationPorts,
  { viewer, actor, id }: { viewer: Viewer; actor: Actor; id: DelegationId },
): Promise<void> => {
  requirePermission(viewer, 'requests.make');
  return ports.transact(async (unit) => {
    const delegation = await unit.delegations.lock(id);
    if (!delegation) throw delegationNotFound();
    if (delegation.personId !== viewer.personId && !administersRequests(viewer)) throw delegationNotYours();
    const now = await ports.clock.now();
    if (statusOf(delegation, now) === 'over')
      throw new Refusal('conflict', 'delegation-over', 'This delegation is over already.');
    await unit.delegations.end(id, viewer.personId, now);
    const { personId, delegateId } = delegation;
    await unit.audit({
      at: now,
      actor,
      action: 'delegation.ended',
      objectKind: 'delegation',
      objectId: id,
      detail: { personId, delegateId },
    });
    await tellEnded(unit, delegation, viewer.personId, now);
  });
};

const tellEnded = async (
  unit: DelegationStores,
  { id, personId, delegateId }: Delegation,
  by: PersonId,
  now: Instant,
): Promise<void> => {
  const people = await unit.people.byIds([personId, delegateId]);
  const nameOf = (of: PersonId) => people.find((person) => person.id === of)?.name ?? of;
  const told = [
    { personId: delegateId, title: `You no longer act for ${nameOf(personId)}`, link: '/tasks' },
    { personId, title: `${nameOf(delegateId)} no longer decides in your stead`, link: '/out-of-office' },
  ];
  await unit.notifications.tell(
    told
      .filter((each) => each.personId !== by)
      .map((each) => ({
        ...each,
        kind: 'delegation' as const,
        objectKind: 'delegation',
        objectId: id,
        body: 'The delegation ended before its time.',
        dedupeKey: `delegation-ended ${id}`,
      })),
    now,
  );
};
