/** SYN-6: what a second look may cost, of the calls that reading itself takes; one call at least. */
const share = 0.05;

export const completenessBudget = (readingCalls: number): number => Math.max(1, Math.floor(readingCalls * share));

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
