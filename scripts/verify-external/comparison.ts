import { isDeepStrictEqual } from 'node:util';

/** One thing that nobody here wrote agreed or disagreed with us about. */
export interface Comparison {
  /** Who judged: "aws CLI 1.45.11", "moto 5.2.1". */
  judge: string;
  /** What was compared, with how much of it. */
  what: string;
  holds: boolean;
  /** For one that does not hold: the first difference. */
  difference?: string;
}
/** A judge that is not here, and why. */
export interface Missing {
  judge: string;
  reason: string;
}
export interface Findings {
  comparisons: Comparison[];
  missing: Missing[];
}

const brief = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300);

/** Two values that must be equal, as they are. */
export const compareValues = (judge: string, what: string, theirs: unknown, ours: unknown): Comparison =>
  isDeepStrictEqual(theirs, ours)
    ? { judge, what, holds: true }
    : { judge, what, holds: false, difference: `they have ${brief(theirs)}, we have ${brief(ours)}` };

/** Two sets of rows whose order means nothing. An empty set proves nothing and does not hold. */
export function compareRows(
  judge: string,
  what: string,
  theirs: readonly unknown[],
  ours: readonly unknown[],
): Comparison {
  const name = `${what}: ${theirs.length} rows`;
  const [here, there] = [ours.map((row) => canonical(row)), theirs.map((row) => canonical(row))];
  const missing = there.find((row) => !here.includes(row));
  const extra = here.find((row) => !there.includes(row));
  if (theirs.length === 0) return { judge, what: name, holds: false, difference: 'they have none: nothing is proven' };
  if (missing === undefined && extra === undefined && theirs.length === ours.length)
    return { judge, what: name, holds: true };
  const difference = [
    `they have ${theirs.length}, we have ${ours.length}`,
    ...(missing === undefined ? [] : [`we lack ${missing.slice(0, 300)}`]),
    ...(extra === undefined ? [] : [`only we have ${extra.slice(0, 300)}`]),
  ].join('; ');
  return { judge, what: name, holds: false, difference };
}

/** JSON whose keys are sorted, so that equal rows are equal text. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
