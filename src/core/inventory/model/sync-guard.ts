import type { StatusReason } from '../../connectors/model/connector.ts';

/** When a sync waits for a person: more than this share vanishes, and this many at least (CON-13). */
export interface HoldLimits {
  /** 0 < share ≤ 100; nothing is ever more than 100 %, so that 100 switches the hold off. */
  sharePercent: number;
  minimum: number;
}
export interface Removed {
  /** Of what the connector covers, before this run. */
  current: number;
  removed: number;
}
export interface Removals {
  identities: Removed;
  grants: Removed;
}

const exceeds = ({ current, removed }: Removed, { sharePercent, minimum }: HoldLimits): boolean =>
  removed >= minimum && removed * 100 > current * sharePercent;

/** Would this remove too much to be published unseen? Identities and grants are judged each for themselves. */
export const isHeld = (removals: Removals, limits: HoldLimits): boolean =>
  exceeds(removals.identities, limits) || exceeds(removals.grants, limits);

const counted = (count: number): string => count.toLocaleString('en-US');
const share = ({ current, removed }: Removed): string => `${Math.round((1000 * removed) / current) / 10} %`;

/** What stands on the connector and in the message to its owners. */
export const holdReason = (removals: Removals, limits: HoldLimits): StatusReason => {
  const words = (['identities', 'grants'] as const)
    .filter((what) => exceeds(removals[what], limits))
    .map((what) => {
      const { current, removed } = removals[what];
      return `${counted(removed)} of ${counted(current)} ${what} (${share(removals[what])})`;
    });
  return {
    code: 'sync-held',
    message: `The last sync would remove ${words.join(' and ')}, more than the limit of ${limits.sharePercent} %: nothing of it was published.`,
    mend: 'Look at what would vanish. Confirm it when that is meant. Otherwise discard it, mend what the connector can read in AWS, and sync again.',
  };
};

/** After a crash of the database: what was staged is gone, since staging is not written to its log. */
export const holdLost: StatusReason = {
  code: 'hold-lost',
  message: 'The database crashed while this sync waited to be looked at, and what it had read is lost.',
  mend: 'Nothing to do: nothing of it was published, and AWS is read anew. If as much would vanish again, that sync waits too.',
};
