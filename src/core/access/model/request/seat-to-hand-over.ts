import type { PersonId } from '../../../shared/ids.ts';
import type { Instant } from '../../../shared/ports.ts';
import { Refusal } from '../../../shared/refusal.ts';
import type { AccessRequest, ApprovalStep, Seat } from './access-request.ts';
import { type Decider, involvedIn, requireApart, seatToDecide } from './seat-to-decide.ts';

/**
 * The seat of one's own that one may hand to somebody else: it must be one's to decide now, and the other must not have
 * asked, nor be whom it is for, nor act for either, nor be or have been asked in this step, nor have had part in a
 * decision. A delegate hands nothing over. Refuses as seatToDecide, and `already-an-approver`.
 */
export const seatToHandOver = (
  request: AccessRequest,
  decider: Decider,
  to: { personId: PersonId; wasAsked: (step: ApprovalStep) => boolean },
  now: Instant,
): { step: ApprovalStep; seat: Seat } => {
  const { step } = seatToDecide(request, { ...decider, actsFor: [] }, now);
  const seat = step.candidates.find(({ personId }) => personId === decider.personId) as Seat;
  requireApart(request, { personId: to.personId, excluded: decider.excluded }, 'They act');
  if (to.wasAsked(step))
    throw new Refusal('conflict', 'already-an-approver', 'They are, or were, asked for this step already.', {
      field: 'personId',
    });
  if (involvedIn(request.steps.flatMap(({ decisions }) => decisions)).has(to.personId))
    throw new Refusal(
      'forbidden',
      'approver-must-differ',
      'They had part in another decision on this request; this step needs somebody else.',
      { field: 'personId' },
    );
  return { step, seat };
};
