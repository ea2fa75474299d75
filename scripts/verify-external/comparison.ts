import { isDeepStrictEqual } from 'node:util';

/** One thing that nobody here wrote agreed or disagreed with us about. */
export interface Comparison {
  /** What was compared, with how much of it. */
  what: string;
  holds: boolean;
  /** For one that does not hold: the first difference. */
  difference?: string;
}
/** What one judge said about one matter: "aws CLI 1.45.11: reading as the product's role". */
export interface Section {
  title: string;
  comparisons: Comparison[];
  /** Differences that are the judge's own, each with its reason: shown, not counted. */
  knownGaps?: string[];
}
/** A judge that is not here, and why. */
export interface Missing {
  judge: string;
  reason: string;
  /** REQUIRE_EXTERNAL=1 does not insist on it. */
  isOptional?: boolean;
}
export interface Findings {
  sections: Section[];
  missing: Missing[];
}

const brief = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300);

/** Holds unless there is a difference to tell. */
export const compared = (what: string, difference: string | undefined): Comparison =>
  difference === undefined ? { what, holds: true } : { what, holds: false, difference };

/** Two values that must be equal, as they are. */
export const compareValues = (what: string, theirs: unknown, ours: unknown): Comparison =>
  compared(what, isDeepStrictEqual(theirs, ours) ? undefined : `they have ${brief(theirs)}, we have ${brief(ours)}`);

/** Two sets of rows whose order means nothing. An empty set proves nothing and does not hold. */
export function compareRows(what: string, theirs: readonly unknown[], ours: readonly unknown[]): Comparison {
  const name = `${what}: ${theirs.length} rows`;
  const [here, there] = [ours.map((row) => canonical(row)), theirs.map((row) => canonical(row))];
  const missing = there.find((row) => !here.includes(row));
  const extra = here.find((row) => !there.includes(row));
  if (theirs.length === 0) return compared(name, 'they have none: nothing is proven');
  if (missing === undefined && extra === undefined && theirs.length === ours.length) return compared(name, undefined);
  const difference = [
    `they have ${theirs.length}, we have ${ours.length}`,
    ...(missing === undefined ? [] : [`we lack ${missing.slice(0, 300)}`]),
    ...(extra === undefined ? [] : [`only we have ${extra.slice(0, 300)}`]),
  ].join('; ');
  return compared(name, difference);
}

/** JSON whose keys are sorted, so that equal rows are equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
