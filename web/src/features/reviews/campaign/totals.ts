import type { ReviewerProgress } from '../../../api/types.ts';

export interface Totals {
  items: number;
  decided: number;
  submitted: number;
  certified: number;
  revoked: number;
  bySilence: number;
  /** Decided, not handed in: it counts as undecided until it is. */
  drafts: number;
  undecided: number;
}

/** Over all reviewers. Certified and revoked are of the submitted only; what silence decided stands apart. */
export function sumOf(reviewers: readonly ReviewerProgress[]): Totals {
  const of = (pick: (each: ReviewerProgress) => number) => reviewers.reduce((sum, each) => sum + pick(each), 0);
  const [items, decided, submitted, bySilence] = [
    of((each) => each.items),
    of((each) => each.decided),
    of((each) => each.submitted),
    of((each) => each.bySilence),
  ];
  return {
    items,
    decided,
    submitted,
    certified: of((each) => each.certified),
    revoked: of((each) => each.revoked),
    bySilence,
    drafts: decided - submitted,
    undecided: items - decided - bySilence,
  };
}

/** A median this short says that nobody looked (facts of the look: flagged, not praised). */
export const hastySeconds = 5;

type Standing = 'look-closer' | 'silent' | 'not-begun' | 'working' | 'done';
export function standingOf(each: ReviewerProgress): Standing {
  if (each.medianSeconds !== null && each.medianSeconds < hastySeconds) return 'look-closer';
  if (each.bySilence > 0) return 'silent';
  if (each.submitted >= each.items) return 'done';
  return each.decided === 0 ? 'not-begun' : 'working';
}
const order: Standing[] = ['look-closer', 'silent', 'not-begun', 'working', 'done'];
const share = (each: ReviewerProgress) => each.submitted / Math.max(1, each.items);
/** Who needs attention first: hasty, then furthest behind. */
export const byNeed = (a: ReviewerProgress, b: ReviewerProgress): number =>
  order.indexOf(standingOf(a)) - order.indexOf(standingOf(b)) || share(a) - share(b) || b.items - a.items;
