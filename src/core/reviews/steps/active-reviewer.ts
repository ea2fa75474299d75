import type { PersonId } from '../../shared/ids.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { ReviewUnit } from './managed-campaign.ts';

/** Refuses `reviewer-unknown` for somebody who is not in the directory or has left. */
export const requireReviewer = async (unit: ReviewUnit, personId: PersonId, field: string): Promise<void> => {
  const person = await unit.people.byId(personId);
  if (person?.status !== 'active')
    throw new Refusal('invalid', 'reviewer-unknown', 'This person is not in the directory, or has left.', { field });
};
