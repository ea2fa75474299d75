import type { RunGap } from '../../../api/types.ts';
import { counted } from '../../../ui/text/words.ts';

export type ToldGap = Pick<RunGap, 'action' | 'what' | 'scopeKind' | 'reason' | 'message' | 'mend'>;
/** Gaps that are one thing to mend. */
export type Together<G> = [G, ...G[]];

const reasons: Record<RunGap['reason'], string> = {
  denied: 'AWS denied it',
  throttled: 'AWS throttled it until the end of the run',
  unavailable: 'AWS did not answer',
  'not-attempted': 'not tried, because something before it could not be read',
  invalid: 'AWS answered something that could not be understood',
  'no-longer-read': 'no longer read, since the connector was deleted',
};

/** The IAM of another AWS account as a whole: hundreds of them are one thing to mend (CON-11). */
export const isOfMember = ({ scopeKind }: Pick<RunGap, 'scopeKind'>): boolean => scopeKind === 'iam-of-aws-account';

/** Gaps that one mend ends, and that hide the same, stand together. */
export const keyOfGap = (gap: ToldGap & { hides?: string }): string =>
  [gap.reason, gap.action, gap.hides, gap.scopeKind, gap.mend, ...(isUntriedMember(gap) ? [gap.message] : [])].join(
    '|',
  );

const isUntriedMember = (gap: ToldGap) => isOfMember(gap) && gap.reason === 'not-attempted';

/** What a group of gaps is called, and why it is there. `isPart`: more of it may come with the next page. */
export function titleOfGaps([first, ...more]: Together<ToldGap>, isPart = false): { title: string; reason: string } {
  if (!isOfMember(first)) return { title: first.action ?? first.what, reason: reasons[first.reason] };
  const count = counted(1 + more.length, 'AWS account', 'AWS accounts');
  return {
    title: `IAM of ${isPart ? 'at least ' : ''}${count}`,
    reason:
      first.reason === 'not-attempted'
        ? 'not tried'
        : first.reason === 'denied' && first.action
          ? `AWS denied ${first.action}`
          : reasons[first.reason],
  };
}

/** The action to allow, where that is the mend: who may not be assumed is not let in by an action. */
export const actionToAdd = (gap: ToldGap): string | null => (isOfMember(gap) ? null : gap.action);

/** Within a group that says what it is of, an AWS account is called by its name. */
export const nameOfGap = (gap: Pick<RunGap, 'what' | 'scopeKind'>): string =>
  isOfMember(gap) ? gap.what.replace(/^IAM of AWS account /, '') : gap.what;

/** What asks for something stands before what waits for something else. */
export function groupedGaps<G extends ToldGap>(gaps: readonly G[]): [key: string, group: Together<G>][] {
  const groups = new Map<string, Together<G>>();
  for (const gap of gaps) {
    const key = keyOfGap(gap);
    const group = groups.get(key);
    if (group) group.push(gap);
    else groups.set(key, [gap]);
  }
  const waits = ([, [first]]: [string, Together<G>]) => first.reason === 'not-attempted';
  return [...groups].sort((a, b) => Number(waits(a)) - Number(waits(b)));
}
