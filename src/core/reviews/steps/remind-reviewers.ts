import type { ReviewPorts } from '../ports.ts';
import { remindOfReview } from './tell-reviewers.ts';

/**
 * Reminds once, two days before the due date, each reviewer whose items are not all submitted (REV-5); nobody who was
 * told of the campaign in the last hours. A sweep of the worker calls it; returns how many people were reminded.
 */
export const remindReviewers = (ports: Pick<ReviewPorts, 'transact' | 'clock'>): Promise<number> =>
  ports.transact(async (unit) => {
    const now = await ports.clock.now();
    const due = await unit.campaigns.toRemind(now);
    await remindOfReview(unit, due, now);
    return due.length;
  });
