export type Answer = Record<string, unknown>;

/**
 * Where the aws CLI's answer and the SDK's part, with what each has; undefined where they say the same. The two write
 * some things differently: instants (release 1 as they came, release 2 as ISO 8601), bytes, and policies, which the CLI
 * decodes.
 */
export function part(theirs: unknown, ours: unknown, at = 'answer'): string | undefined {
  if (ours instanceof Date) return unlike(at, instant(theirs), ours.getTime());
  if (ours instanceof Uint8Array) return unlike(at, theirs, Buffer.from(ours).toString('base64'));
  if (typeof ours === 'string' && isObject(theirs)) return part(theirs, decoded(ours), at);
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    if (ours.length !== theirs.length) return unlike(`number of ${at}`, theirs.length, ours.length);
    return first(ours.map((value, index) => () => part(theirs[index], value, `${at}[${index}]`)));
  }
  if (!isObject(ours) || !isObject(theirs)) return unlike(at, theirs ?? undefined, ours ?? undefined);
  const members = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
  return first([...members].map((member) => () => part(theirs[member], ours[member], `${at}.${member}`)));
}

const isObject = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const unlike = (at: string, theirs: unknown, ours: unknown): string | undefined =>
  JSON.stringify(theirs) === JSON.stringify(ours)
    ? undefined
    : `${at}: the CLI has ${JSON.stringify(theirs)?.slice(0, 200)}, the SDK ${JSON.stringify(ours)?.slice(0, 200)}`;

const instant = (value: unknown): number | undefined =>
  typeof value === 'number' ? Math.round(value * 1000) : typeof value === 'string' ? Date.parse(value) : undefined;

function decoded(policy: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(policy));
  } catch {
    return policy;
  }
}

function first(checks: (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Pages as one answer: lists joined, everything else as the first page has it, what only pages need left out. */
export function joined(pages: readonly object[]): Answer {
  const whole: Answer = {};
  for (const page of pages) {
    for (const [member, value] of Object.entries(page)) {
      if (['$metadata', 'IsTruncated', 'Marker', 'NextToken'].includes(member)) continue;
      const before = whole[member];
      if (Array.isArray(before) && Array.isArray(value)) whole[member] = [...before, ...value];
      else if (before === undefined) whole[member] = value;
    }
  }
  return whole;
}

/** How many rows an answer has, in all its lists. */
export const rowsIn = (answer: Answer): number =>
  Object.values(answer).reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 0), 0);
