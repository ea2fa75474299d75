import { readFileSync } from 'node:fs';
import type { Shape } from './shape.ts';

/** One violated constraint, worded as AWS words it. */
export interface Violation {
  readonly text: string;
  readonly reason: 'REQUIRED' | 'PATTERN' | 'MIN_LENGTH' | 'MAX_LENGTH' | 'MIN_VALUE' | 'MAX_VALUE' | 'ENUM';
}

interface Constraint {
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  readonly pattern?: RegExp;
  /** The pattern as AWS's message shows it. */
  readonly patternText?: string;
}

type OperationConstraints = ReadonlyMap<string, Constraint>;

/**
 * Limits that AWS's published service models put on inputs (Apache-2.0). The SDK's schemas carry none, so they were
 * extracted into constraints/*.json: `{ operation: { path: "length=1..36 pattern=…" } }`.
 */
export class ServiceConstraints {
  readonly #texts: Record<string, Record<string, string>>;
  readonly #parsed = new Map<string, OperationConstraints>();

  constructor(modelName: string) {
    const file = new URL(`./constraints/${modelName}.json`, import.meta.url);
    this.#texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  }

  /** All violations of an operation's input, missing required members first. */
  check(operation: string, shape: Shape, input: Record<string, unknown>): Violation[] {
    const violations: Violation[] = [];
    checkStructure(shape, input, '', this.#of(operation), violations);
    return violations;
  }

  #of(operation: string): OperationConstraints {
    let parsed = this.#parsed.get(operation);
    if (!parsed) {
      parsed = new Map(Object.entries(this.#texts[operation] ?? {}).map(([path, text]) => [path, parse(text)]));
      this.#parsed.set(operation, parsed);
    }
    return parsed;
  }
}

function parse(text: string): Constraint {
  const pattern = /(?:^| )pattern=(.*)$/s.exec(text)?.[1];
  const limits = /(?:^| )(?:length|range)=(-?\d*)\.\.(-?\d*)/.exec(text);
  const values = /(?:^| )enum=(\S+)/.exec(text)?.[1]?.split(',');
  return {
    ...(limits?.[1] ? { min: Number(limits[1]) } : {}),
    ...(limits?.[2] ? { max: Number(limits[2]) } : {}),
    ...(values ? { values } : {}),
    ...(pattern ? { pattern: regularExpression(pattern), patternText: pattern } : {}),
  };
}

/** The models' patterns match the whole value, whether or not they are anchored. */
function regularExpression(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return new RegExp(`^(?:${pattern})$`);
  }
}

function checkStructure(
  shape: Shape,
  value: Record<string, unknown>,
  prefix: string,
  constraints: OperationConstraints,
  violations: Violation[],
): void {
  for (const name of shape.required) {
    if (value[name] === undefined) {
      violations.push({ reason: 'REQUIRED', text: failure('null', `${prefix}${name}`, 'Member must not be null') });
    }
  }
  for (const [name, memberValue] of Object.entries(value)) {
    const member = shape.members.get(name);
    if (member && memberValue !== undefined) {
      checkValue(member.shape, memberValue, `${prefix}${name}`, constraints, violations);
    }
  }
}

function checkValue(
  shape: Shape,
  value: unknown,
  path: string,
  constraints: OperationConstraints,
  violations: Violation[],
): void {
  const constraint = constraints.get(path);
  if (constraint) checkConstraint(constraint, value, path, violations);
  if (shape.kind === 'structure') {
    checkStructure(shape, value as Record<string, unknown>, `${path}.`, constraints, violations);
  } else if (shape.kind === 'list' && shape.element) {
    for (const item of value as unknown[]) {
      checkValue(shape.element.shape, item, `${path}[]`, constraints, violations);
    }
  }
}

function checkConstraint(constraint: Constraint, value: unknown, path: string, violations: Violation[]): void {
  const { min, max, values, pattern, patternText } = constraint;
  const add = (reason: Violation['reason'], rule: string) =>
    violations.push({ reason, text: failure(shown(value), path, `Member must ${rule}`) });
  if (typeof value === 'number') {
    if (min !== undefined && value < min) add('MIN_VALUE', `have value greater than or equal to ${min}`);
    if (max !== undefined && value > max) add('MAX_VALUE', `have value less than or equal to ${max}`);
    return;
  }
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
  if (length === undefined) return;
  if (min !== undefined && length < min) add('MIN_LENGTH', `have length greater than or equal to ${min}`);
  if (max !== undefined && length > max) add('MAX_LENGTH', `have length less than or equal to ${max}`);
  if (typeof value !== 'string') return;
  if (values && !values.includes(value)) add('ENUM', `satisfy enum value set: [${values.join(', ')}]`);
  if (pattern && !pattern.test(value)) add('PATTERN', `satisfy regular expression pattern: ${unanchored(patternText)}`);
}

/** AWS's messages show patterns without the anchors that its published models carry. */
function unanchored(pattern = ''): string {
  return pattern.replace(/^\^/, '').replace(/\$$/, '');
}

function shown(value: unknown): string {
  return `'${typeof value === 'object' ? '[...]' : String(value)}'`;
}

/** A missing value is `null` without quotes, any other is quoted. */
function failure(value: string, path: string, rule: string): string {
  const name = path.replace(/(^|\.)([A-Z])/g, (_, dot: string, letter: string) => dot + letter.toLowerCase());
  return `Value ${value} at '${name.replaceAll('[]', '.1.member')}' failed to satisfy constraint: ${rule}`;
}

/** The message AWS makes of one or several violations. */
export function violationMessage(violations: readonly Violation[]): string {
  const count = `${violations.length} validation error${violations.length > 1 ? 's' : ''} detected: `;
  return count + violations.map((violation) => violation.text).join('; ');
}
