import type { Dice } from './dice.ts';

/** So many percent of the things have from … to … of what is counted. The percentages make 100. */
export type Distribution = readonly (readonly [from: number, to: number, percent: number])[];

/** How many things fall into each band: shares of the count, the largest remainders rounded up. */
export function bandCounts(distribution: Distribution, count: number): number[] {
  const exact = distribution.map(([, , percent]) => (count * percent) / 100);
  const counts = exact.map(Math.floor);
  const missing = count - counts.reduce((sum, each) => sum + each, 0);
  const byRemainder = exact.map((value, index) => [value - Math.floor(value), index] as const);
  byRemainder.sort(([a, i], [b, j]) => b - a || i - j);
  for (const [, index] of byRemainder.slice(0, missing)) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}

/**
 * One number a thing, spread exactly as the distribution says and evenly within each band. With a total, numbers are
 * moved within their bands until they add up to it.
 */
export function spread(distribution: Distribution, count: number, dice: Dice, total?: number): number[] {
  const counts = bandCounts(distribution, count);
  const things = distribution.flatMap(([from, to], band) =>
    Array.from({ length: counts[band] ?? 0 }, () => ({ from, to, value: dice.between(from, to) })),
  );
  if (total !== undefined) adjust(things, total, dice);
  return dice.shuffled(things.map(({ value }) => value));
}

interface Ranged {
  readonly from: number;
  readonly to: number;
  value: number;
}

function adjust(things: Ranged[], total: number, dice: Dice): void {
  let missing = total - things.reduce((sum, { value }) => sum + value, 0);
  const step = Math.sign(missing);
  while (missing !== 0) {
    const movable = dice.shuffled(things.filter(({ from, to, value }) => value + step >= from && value + step <= to));
    if (movable.length === 0) throw new Error(`the distribution can not add up to ${total}: ${missing} are left over`);
    for (const thing of movable.slice(0, Math.abs(missing))) {
      thing.value += step;
      missing -= step;
    }
  }
}

/**
 * Connects things of two kinds so that each has exactly its number of connections, none twice: for every left thing
 * the right ones. Always the right things with most left to give come first, which succeeds whenever anything can
 * (Gale and Ryser, 1957); among equals the dice decide.
 */
export function connect(left: readonly number[], right: readonly number[], dice: Dice): number[][] {
  const byRemaining: number[][] = [];
  for (const [index, remaining] of right.entries()) bucket(byRemaining, remaining).push(index);
  const connections: number[][] = left.map(() => []);
  const largestFirst = dice.shuffled(left.keys()).sort((a, b) => (left[b] ?? 0) - (left[a] ?? 0));
  for (const index of largestFirst) connections[index] = draw(byRemaining, left[index] ?? 0, dice);
  return connections;
}

function draw(byRemaining: number[][], count: number, dice: Dice): number[] {
  const drawn: number[] = [];
  const moved: { to: number; items: number[] }[] = [];
  for (let remaining = byRemaining.length - 1; remaining > 0 && drawn.length < count; remaining -= 1) {
    const candidates = byRemaining[remaining] ?? [];
    const items = dice.take(candidates, Math.min(candidates.length, count - drawn.length));
    drawn.push(...items);
    moved.push({ to: remaining - 1, items });
  }
  if (drawn.length < count) throw new Error(`${count} connections are wanted, ${drawn.length} are left`);
  for (const { to, items } of moved) bucket(byRemaining, to).push(...items);
  return drawn;
}

function bucket(byRemaining: number[][], remaining: number): number[] {
  while (byRemaining.length <= remaining) byRemaining.push([]);
  return byRemaining[remaining] as number[];
}
