/** SYN-6: what a second look may cost, of the calls that reading itself takes. */
const share = 0.05;

/**
 * The calls of a second look: first for listing the pairs in use, and what that leaves for a sample of pairs. Where the
 * listing takes more than there is, a part of it has its turn, and the sample a fifth. Each has one call at least.
 */
export function completenessCalls(readingCalls: number, listingCalls: number): { listing: number; sample: number } {
  const budget = Math.floor(readingCalls * share);
  if (listingCalls <= budget) return { listing: listingCalls, sample: Math.max(1, budget - listingCalls) };
  const sample = Math.max(1, Math.ceil(budget / 5));
  return { listing: Math.max(1, budget - sample), sample };
}

/**
 * The next `count` of these in turn, behind the one that was last: run after run everything has its turn. Ids that came
 * or went meanwhile do no harm.
 */
export function nextInTurn(ids: Iterable<string>, last: string | undefined, count: number): string[] {
  const sorted = [...ids].sort();
  const next = last === undefined ? 0 : sorted.findIndex((id) => id > last);
  const from = next === -1 ? 0 : next;
  return [...sorted.slice(from), ...sorted.slice(0, from)].slice(0, Math.max(0, count));
}
