import type { Shape } from '../../protocols/shape.ts';

/** What AWS's model says of one member, as the files in protocols/constraints have it. */
export interface Limit {
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly isRange: boolean;
  readonly values: string | undefined;
  readonly pattern: string | undefined;
}

export interface WrongValue {
  readonly kind: 'REQUIRED' | 'PATTERN' | 'MIN_LENGTH' | 'MAX_LENGTH' | 'MIN_VALUE' | 'MAX_VALUE' | 'ENUM';
  readonly value: unknown;
  /** What AWS says of it, after "Member must". */
  readonly rule: string;
}

export function limitOf(text: string): Limit {
  const [, kind, min, max] = /(?:^| )(length|range)=(-?\d*)\.\.(-?\d*)/.exec(text) ?? [];
  return {
    min: min ? Number(min) : undefined,
    max: max ? Number(max) : undefined,
    isRange: kind === 'range',
    values: /(?:^| )enum=(\S+)/.exec(text)?.[1],
    pattern: /(?:^| )pattern=(.*)$/s.exec(text)?.[1],
  };
}

/** A value for every way of breaking the limit. Throws for a pattern that nothing was found to break. */
export function wrongValues(limit: Limit, shape: Shape): WrongValue[] {
  const { min = 0, max, isRange, values, pattern } = limit;
  const wrong: WrongValue[] = [];
  const add = (kind: WrongValue['kind'], value: unknown, rule: string) => wrong.push({ kind, value, rule });
  if (isRange) {
    add('MIN_VALUE', min - 1, `have value greater than or equal to ${min}`);
    if (max !== undefined) add('MAX_VALUE', max + 1, `have value less than or equal to ${max}`);
    return wrong;
  }
  if (min > 0) add('MIN_LENGTH', ofLength(shape, min - 1), `have length greater than or equal to ${min}`);
  if (max !== undefined) add('MAX_LENGTH', ofLength(shape, max + 1), `have length less than or equal to ${max}`);
  if (values) add('ENUM', 'NONE_OF_THEM', `satisfy enum value set: [${values.replaceAll(',', ', ')}]`);
  if (pattern && !MATCHES_ALL.includes(pattern)) {
    const shown = pattern.replace(/^\^/, '').replace(/\$$/, '');
    add('PATTERN', unlike(pattern, Math.max(min, 1)), `satisfy regular expression pattern: ${shown}`);
  }
  return wrong;
}

const MATCHES_ALL = ['^[\\s\\S]*$', '.*'];

function unlike(pattern: string, length: number): string {
  // Patterns are Java's: some name Unicode's classes, some escape what need not be.
  const whole = new RegExp(`^(?:${pattern})$`, pattern.includes('\\p{') ? 'u' : '');
  const found = ['!', ' ', '<', '€', 'ſ', '😀', '\u0007']
    .map((one) => one.repeat(length))
    .find((text) => !whole.test(text));
  if (found === undefined) throw new Error(`what does not match ${pattern}?`);
  return found;
}

function ofLength(shape: Shape, length: number): unknown {
  if (shape.kind !== 'list') return 'x'.repeat(length);
  return Array.from({ length }, () => somethingOf(shape.element?.shape));
}

/** Something of that shape, with what it requires. */
function somethingOf(shape: Shape | undefined): unknown {
  switch (shape?.kind) {
    case 'structure': {
      // In a form, a structure without members is not there at all.
      const names = shape.required.length > 0 ? shape.required : [...shape.members.keys()].slice(0, 1);
      return Object.fromEntries(names.map((name) => [name, somethingOf(shape.members.get(name)?.shape)]));
    }
    case 'list':
      return [];
    case 'number':
      return 1;
    case 'boolean':
      return false;
    case 'timestamp':
      return new Date(0);
    default:
      return 'x';
  }
}

/** The input with another value at a path such as `Tags[].Key`; what is missing on the way is added. */
export function placed(shape: Shape, input: unknown, path: string, value: unknown): object {
  const [, name = '', isList, , rest] = /^(\w+)(\[\])?(\.(.*))?$/s.exec(path) ?? [];
  const member = shape.members.get(name)?.shape;
  if (!member) throw new Error(`${shape.name} has no member ${name}`);
  const record = input as Record<string, unknown>;
  const inner = isList ? member.element?.shape : member;
  const replaced = rest && inner ? placed(inner, somethingOf(inner), rest, value) : value;
  // Of a union one member only can be there.
  return { ...(shape.isUnion ? {} : record), [name]: isList ? [replaced] : replaced };
}

/** The shape at a path. */
export function shapeAt(shape: Shape, path: string): Shape {
  return path.split('.').reduce((at, step) => {
    const member = at.members.get(step.replace('[]', ''))?.shape;
    const next = step.endsWith('[]') ? member?.element?.shape : member;
    if (!next) throw new Error(`${at.name} has no member ${step}`);
    return next;
  }, shape);
}

/** The paths of all members that must be there, in whatever is around them. */
export function requiredPaths(shape: Shape, prefix = ''): string[] {
  const own = shape.required.map((name) => prefix + name);
  const inner = [...shape.members].flatMap(([name, { shape: member }]) => {
    const [of, suffix] = member.kind === 'list' ? [member.element?.shape, '[].'] : [member, '.'];
    return of?.kind === 'structure' ? requiredPaths(of, `${prefix}${name}${suffix}`) : [];
  });
  return [...own, ...inner];
}

/** A path as AWS's messages show it. */
export function shownPath(path: string): string {
  const lower = path.replace(/(^|\.)([A-Z])/g, (_, dot: string, letter: string) => dot + letter.toLowerCase());
  return lower.replaceAll('[]', '.1.member');
}
