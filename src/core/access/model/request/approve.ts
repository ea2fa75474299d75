import type { Instant } from '../../../shared/ports.ts';
import { Refusal } from '../../../shared/refusal.ts';
import type { AccessRequest, ApprovalStep } from './access-request.ts';
import { type Decider, type SeatToDecide, seatToDecide } from './seat-to-decide.ts';

/** What an approval changes: the seat, the step that opens next, and whether that was the last. */
export interface Approved extends SeatToDecide {
  isStepDone: boolean;
  next: ApprovalStep | null;
  /** The least of what the approvers gave; set when it is approved as a whole. */
  grantedMinutes: number | null;
}

/** Approves the open step; `minutes` null leaves the time as it is. Refuses as seatToDecide, and `may-only-shorten`. */
export const approve = (request: AccessRequest, decider: Decider, minutes: number | null, now: Instant): Approved => {
  const { step, inSteadOf } = seatToDecide(request, decider, now);
  const given = request.steps.flatMap(({ decisions }) => decisions.map((decision) => decision.minutes));
  const atMost = Math.min(request.durationMinutes, ...given.filter((each) => each !== null));
  if (minutes !== null && minutes > atMost)
    throw new Refusal('invalid', 'may-only-shorten', `An approver may only shorten: ${atMost} minutes at most.`, {
      field: 'minutes',
      facts: { atMostMinutes: atMost },
    });
  const approvals = step.decisions.filter(({ decision }) => decision === 'approve').length + 1;
  const isStepDone = approvals >= step.needed;
  const next = isStepDone ? (request.steps.find(({ status }) => status === 'waiting') ?? null) : null;
  const grantedMinutes = isStepDone && !next ? Math.min(atMost, minutes ?? atMost) : null;
  return { step, inSteadOf, isStepDone, next, grantedMinutes };
};
