/** What AWS says about a right, and what can be done about it. */
export type Observed = 'absent' | 'present';
export type Change = 'grant' | 'remove';

export interface PlanInput {
  /** A lease that has begun and not ended wants it. */
  isWanted: boolean;
  /** Somebody decided, on record, that it is to go (whoever made it). */
  isRevoked: boolean;
  /** Read from AWS just now. */
  observed: Observed;
  /** What stood before our first write of this episode. */
  baseline: 'unknown' | Observed;
  isOurs: boolean;
  intent: 'none' | Change;
  /**
   * What became of the last call for the intent. `unknown`: it may or may not have reached AWS, and may still be at
   * work there: the process died, the connection broke, or AWS said that something is under way.
   */
  call: 'none' | 'unknown' | 'in-progress' | 'succeeded';
  /** How often reading has not yet shown what AWS had reported as done. */
  rereads: number;
}

export type Plan =
  /** AWS is at work: nothing is started on top of it. */
  | { step: 'wait' }
  /** AWS reported success, and reading does not show it yet. */
  | { step: 'read-again' }
  /** Committed with the intent: whose it is must be known also when AWS then refuses the change. */
  | { step: Change; baseline: Observed; isOurs: boolean }
  /** AWS is as it should be; this is what the ledger then says. */
  | { step: 'settle'; baseline: Observed; isOurs: boolean };

/** Readings of AWS may lag behind its writes by seconds; after so many the change is asked for again. */
export const maxRereads = 6;

/**
 * Whose it is may have changed while nothing of ours was in AWS: then what is there now is what was there before us, and
 * is never removed by an expiry.
 */
export const baselineOf = (input: PlanInput): Observed =>
  isUntouched(input) || input.baseline === 'unknown' ? input.observed : input.baseline;

/** Nothing of ours is in AWS, or on its way: no call was made, or each was refused. */
const isUntouched = ({ isOurs, intent, call }: PlanInput): boolean => !isOurs && (intent === 'none' || call === 'none');

/**
 * The one decision of the reconciler, level-triggered: from what should be, what is, and what we had begun (PRV-2,
 * PRV-3). A call whose outcome is unknown is never settled by reading alone, since it may still take effect: the change
 * that is wanted now is asked for, and AWS's answer to that ends the doubt (it refuses while something is under way).
 */
export function reconcilePlan(input: PlanInput): Plan {
  const { observed, intent, call, isWanted, isRevoked } = input;
  if (call === 'in-progress') return { step: 'wait' };
  const baseline = baselineOf(input);
  // Begun where nothing stood: what is there, or may yet appear, is ours.
  const isOurs = baseline === 'absent' && !isUntouched(input);
  const goal: Observed | null = isRevoked ? 'absent' : isWanted ? 'present' : isOurs ? 'absent' : null;
  if (goal === null) return { step: 'settle', baseline, isOurs: false };
  const change: Change = goal === 'present' ? 'grant' : 'remove';
  const isMade = input.isOurs || (intent === 'grant' && call === 'succeeded');
  const asked: Plan = { step: change, baseline, isOurs: isOurs && (change === 'remove' || isMade) };
  if (call === 'unknown') return asked;
  if (call === 'succeeded') {
    // Done, but not what is wanted now; reading may not show it yet, so it is undone rather than looked for.
    if (intent !== change) return asked;
    if (observed !== goal) return input.rereads < maxRereads ? { step: 'read-again' } : asked;
  }
  if (observed !== goal) return asked;
  return { step: 'settle', baseline: goal === 'absent' ? 'absent' : baseline, isOurs: goal === 'present' && isOurs };
}
