import type { NewNotification } from '../../notifications/ports.ts';
import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { PersonRecord } from '../../security/ports.ts';
import type { IdempotentRequest } from '../../shared/idempotency.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Actor, Instant, UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { type DelegationId, periodOf } from '../model/delegation.ts';
import { dayAndTime } from './day-and-time.ts';
import type { DelegationPorts, DelegationStores, NewDelegation } from './ports.ts';

export interface NameDelegate {
  viewer: Viewer;
  actor: Actor;
  /** Who is away: oneself, or, for administrators of requests, somebody who cannot say so themselves. */
  personId: PersonId;
  delegateId: PersonId;
  /** Null: from now on. */
  from: Instant | null;
  until: Instant;
  note: string;
  idempotency: IdempotentRequest | null;
}
type Unit = UnitOfWork & DelegationStores;

/** Who may name and end a delegate for somebody else. */
export const administersRequests = ({ roles }: Viewer): boolean =>
  roles.includes('super-administrator') || roles.includes('request-administrator');

/**
 * Names who decides in somebody's stead while they are away (REQ-8), one delegate at a time; the delegate is told, and
 * who is away where somebody else named them. An administrator does not name themselves: nobody takes another's
 * decisions over by their own word. Refuses `delegation-not-yours`, `delegate-is-yourself`, `person-inactive`,
 * `delegation-overlaps`, and what periodOf refuses.
 */
export const nameDelegate = (ports: DelegationPorts, command: NameDelegate): Promise<DelegationId> => {
  const { viewer, actor, personId, delegateId, idempotency } = command;
  requirePermission(viewer, 'requests.make');
  requireMayName(command);
  return ports.transact(async (unit) => {
    const id = ports.ids.next('dlg');
    const earlier = idempotency && (await unit.idempotency.claim(idempotency, id));
    if (earlier) return earlier as DelegationId;
    // Before the clock is read: whatever was judged meanwhile came before this delegation.
    await unit.delegations.takeTurn(personId);
    const now = await ports.clock.now();
    const period = periodOf(command.from, command.until, now);
    const person = await activePerson(unit, personId, 'personId');
    const delegate = await activePerson(unit, delegateId, 'delegateId');
    const other = await unit.delegations.overlapping(personId, period);
    if (other) throw overlaps(other.fromAt, other.untilAt);
    const delegation: NewDelegation = { id, personId, delegateId, ...period, note: command.note };
    await unit.delegations.add(delegation, viewer.personId, now);
    await unit.audit({
      at: now,
      actor,
      action: 'delegation.named',
      objectKind: 'delegation',
      objectId: id,
      detail: { personId, delegateId, from: period.fromAt, until: period.untilAt, note: command.note },
    });
    await tellOf(unit, delegation, { person, delegate, isByOther: personId !== viewer.personId }, now);
    return id;
  });
};

const requireMayName = ({ viewer, personId, delegateId }: NameDelegate): void => {
  if (personId !== viewer.personId && !administersRequests(viewer)) throw delegationNotYours();
  if (delegateId === personId)
    throw new Refusal('invalid', 'delegate-is-yourself', 'Who is away needs somebody else as their delegate.', {
      field: 'delegateId',
    });
  if (personId !== viewer.personId && delegateId === viewer.personId)
    throw new Refusal('invalid', 'delegate-is-yourself', 'Nobody makes themselves the delegate of somebody else.', {
      field: 'delegateId',
    });
};
export const delegationNotYours = (): Refusal =>
  new Refusal(
    'forbidden',
    'delegation-not-yours',
    'You name and end your own delegates; those of others are for administrators of requests.',
  );

const activePerson = async (unit: Unit, id: PersonId, field: string): Promise<PersonRecord> => {
  const person = await unit.people.byId(id);
  if (person?.status !== 'active')
    throw new Refusal('conflict', 'person-inactive', 'The directory knows no active person of this id.', { field });
  return person;
};
const overlaps = (from: Instant, until: Instant): Refusal =>
  new Refusal(
    'conflict',
    'delegation-overlaps',
    `Another delegation holds from ${dayAndTime(from)} until ${dayAndTime(until)}; end it, or choose another time.`,
    { field: 'from', facts: { from, until } },
  );

const tellOf = async (
  unit: Unit,
  delegation: NewDelegation,
  { person, delegate, isByOther }: { person: PersonRecord; delegate: PersonRecord; isByOther: boolean },
  now: Instant,
): Promise<void> => {
  const { id, fromAt, untilAt, note } = delegation;
  const about = {
    kind: 'delegation' as const,
    objectKind: 'delegation',
    objectId: id,
    dedupeKey: `delegation-named ${id}`,
  };
  const isNow = fromAt <= now;
  const waiting = isNow ? await unit.delegations.countWaiting(delegate.id, person.id) : 0;
  const sentences = [
    `You decide in their stead ${isNow ? 'from now' : `from ${dayAndTime(fromAt)}`} until ${dayAndTime(untilAt)}.`,
    isNow ? waitingWords(waiting) : null,
    note === '' ? null : `Note: ${note}`,
  ];
  const told: NewNotification[] = [
    {
      ...about,
      personId: delegate.id,
      title: `You act for ${person.name} while they are away`,
      body: sentences.filter(Boolean).join(' '),
      link: '/tasks',
    },
  ];
  if (isByOther)
    told.push({
      ...about,
      personId: person.id,
      title: `${delegate.name} decides in your stead`,
      body: `An administrator named them from ${dayAndTime(fromAt)} until ${dayAndTime(untilAt)}. You may end it.`,
      link: '/out-of-office',
    });
  await unit.notifications.tell(told, now);
};
const waitingWords = (waiting: number): string =>
  waiting === 0 ? 'Nothing waits now.' : waiting === 1 ? 'One request waits now.' : `${waiting} requests wait now.`;
