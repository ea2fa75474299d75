import type { PersonId } from '../../../shared/ids.ts';
import type { Instant } from '../../../shared/ports.ts';
import { Refusal } from '../../../shared/refusal.ts';
import type { AccessRequest, ApprovalStep, Seat, StepDecision } from './access-request.ts';

/** Who wants to decide, as things are at this moment. */
export interface Decider {
  personId: PersonId;
  /** Whose delegate they are (REQ-8). Chains are not followed: their own delegate acts for none of these. */
  actsFor: readonly PersonId[];
  /** Whoever acts for the requester or the person it is for, now or when it was asked for. */
  excluded: ReadonlySet<string>;
  /** Whether who was named in this capacity still has it. */
  stillHas: (seat: Seat) => boolean;
}
export interface SeatToDecide {
  step: ApprovalStep;
  /** Whose delegate decides; null: a candidate. */
  inSteadOf: PersonId | null;
}

/**
 * The seat of the open step that this person may decide now: their own first, then that of somebody for whom they act.
 * Nobody decides on a request by or for themselves or by or for whom they act, in whatever capacity. A seat is taken once,
 * and whoever decided counts once in a step, together with the one they stood in for; in other steps too, while enough
 * others are left. Refuses `already-decided`, `request-expired`, `self-approval`, `acts-for-requester`,
 * `not-an-approver`, `approver-must-differ`. The same rules stand in the database as triggers and keys.
 */
export const seatToDecide = (request: AccessRequest, decider: Decider, now: Instant): SeatToDecide => {
  requireOpen(request, now);
  requireApart(request, decider);
  const step = request.steps.find(({ status }) => status === 'open');
  const seats = step ? seatsOf(step, decider) : [];
  if (!step || seats.length === 0) throw notAsked(request, decider);
  if (involvedIn(step.decisions).has(decider.personId))
    throw alreadyDecided(request, 'You decided this step already, or your delegate did in your stead.');
  const judged = seats.map((seat) => ({ seat, refusal: standsAgainst(request, step, seat, decider) }));
  const free = judged.find(({ refusal }) => refusal === null);
  if (!free) throw judged[0]?.refusal;
  const { personId } = free.seat;
  return { step, inSteadOf: personId === decider.personId ? null : personId };
};

const requireOpen = (request: AccessRequest, now: Instant): void => {
  if (request.status !== 'pending') throw alreadyDecided(request, `This request is ${request.status} already.`);
  if (now >= request.expiresAt)
    throw new Refusal('conflict', 'request-expired', 'Nobody decided in time, so this request is closed. Ask again.');
};

/** Refuses who asked, or whom it is for, and whoever acts for one of them. */
export const requireApart = (
  request: Pick<AccessRequest, 'requesterId' | 'personId'>,
  { personId, excluded }: Pick<Decider, 'personId' | 'excluded'>,
  who = 'You act',
): void => {
  if (isAbout(request, personId)) throw selfApproval();
  if (excluded.has(personId)) throw actsForRequester(who);
};
const isAbout = ({ requesterId, personId }: Pick<AccessRequest, 'requesterId' | 'personId'>, who: PersonId): boolean =>
  who === requesterId || who === personId;
const selfApproval = (): Refusal =>
  new Refusal('forbidden', 'self-approval', 'Nobody decides on their own access, in whatever role.');
const actsForRequester = (who: string): Refusal =>
  new Refusal(
    'forbidden',
    'acts-for-requester',
    `${who} for who asked, or for whom it is asked, as their delegate: nobody decides for whom they act.`,
  );

const seatsOf = (step: ApprovalStep, { personId, actsFor }: Decider): Seat[] => [
  ...step.candidates.filter((seat) => seat.personId === personId),
  ...step.candidates.filter((seat) => seat.personId !== personId && actsFor.includes(seat.personId)),
];

const notAsked = (request: AccessRequest, decider: Decider): Refusal =>
  request.steps.some((each) => each.status === 'approved' && seatsOf(each, decider).length > 0)
    ? alreadyDecided(request, 'This step was decided already.')
    : notAnApprover();
export const notAnApprover = (): Refusal =>
  new Refusal('forbidden', 'not-an-approver', 'The open step of this request is not yours to decide.');

export const alreadyDecided = (request: Pick<AccessRequest, 'status' | 'version'>, message: string): Refusal =>
  new Refusal('conflict', 'already-decided', message, {
    facts: { status: request.status, version: request.version },
  });

/** Why this seat cannot be decided by this person; null when it can. */
const standsAgainst = (request: AccessRequest, step: ApprovalStep, seat: Seat, decider: Decider): Refusal | null => {
  if (involvedIn(step.decisions).has(seat.personId))
    return alreadyDecided(request, 'Who you act for decided this step already.');
  if (isAbout(request, seat.personId)) return selfApproval();
  if (decider.excluded.has(seat.personId)) return actsForRequester('Who you act for acts');
  const isFirst = seat.originId === decider.personId;
  if (!decider.stillHas(seat))
    return new Refusal(
      'forbidden',
      'not-an-approver',
      `${isFirst ? 'You were' : 'Who was asked first was'} asked as ${seat.via}, and ${isFirst ? 'are' : 'is'} that no longer.`,
    );
  const busy = involvedIn(request.steps.flatMap(({ decisions }) => decisions));
  const isBusy = busy.has(decider.personId) || busy.has(seat.personId);
  if (isBusy && canOthersDecide(step, busy, decider.excluded))
    return new Refusal(
      'forbidden',
      'approver-must-differ',
      'You, or who you act for, approved another step of this request; this one needs somebody else.',
    );
  return null;
};

/** Everybody who had part in these decisions: who decided, and in whose stead. */
export const involvedIn = (decisions: readonly Pick<StepDecision, 'personId' | 'inSteadOf'>[]): Set<PersonId> =>
  new Set(decisions.flatMap(({ personId, inSteadOf }) => (inSteadOf === null ? [personId] : [personId, inSteadOf])));

/** Enough candidates are left who have had no part in this request yet and may decide it. */
const canOthersDecide = (step: ApprovalStep, busy: ReadonlySet<string>, excluded: ReadonlySet<string>): boolean => {
  const fresh = step.candidates.filter(({ personId }) => !busy.has(personId) && !excluded.has(personId));
  return fresh.length >= step.needed - step.decisions.length;
};
