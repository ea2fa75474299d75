import type { Connector } from '../../api/types.ts';

export type KeptScimToken = NonNullable<Connector['scimToken']>;

const dayMs = 24 * 3_600_000;
/** As the second of the owners' reminders: what is further away needs no warning on every page. */
const soonDays = 30;

/** Of a token that is kept: AWS takes it, will soon not take it any more, or does not. */
export interface ScimTokenLife {
  state: 'good' | 'ending' | 'expired';
  /** Whole days that are left, counted as in the reminders. */
  daysLeft: number;
}
export function scimTokenLife({ expiresAt }: Pick<KeptScimToken, 'expiresAt'>, now: Date): ScimTokenLife {
  const daysLeft = Math.max(0, Math.ceil((Date.parse(expiresAt) - now.getTime()) / dayMs));
  return { state: daysLeft === 0 ? 'expired' : daysLeft <= soonDays ? 'ending' : 'good', daysLeft };
}

/** "expires in 12 days", "has expired" */
export const lifeWords = ({ state, daysLeft }: ScimTokenLife): string =>
  state === 'expired' ? 'has expired' : `expires in ${daysLeft === 1 ? '1 day' : `${daysLeft} days`}`;
