import type { ReviewPorts } from '../../core/reviews/ports.ts';
import { verifyRemediation } from '../../core/reviews/verify-remediation.ts';
import type { Log } from './start-worker.ts';

/** One job `reviews.verify-remediation`: always against the newest publication, so that a lost one changes nothing. */
export const verifyRemediationJob =
  (parts: { ports: Pick<ReviewPorts, 'transact' | 'clock'>; log: Log }) => async (): Promise<void> => {
    const outcome = await verifyRemediation(parts.ports);
    if (outcome.verified + outcome.reopened > 0) parts.log.info(outcome, 'revoked access was checked against AWS');
  };
