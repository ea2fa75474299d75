import { BlockList, isIPv4 } from 'node:net';
import { matchesArn, matchesPattern } from './pattern.ts';
import type { Condition } from './policy-document.ts';

/** Condition keys of a request, by lower-cased name. A key that is absent here is absent for AWS. */
export type RequestContext = Pick<ReadonlyMap<string, readonly string[]>, 'get'>;

type Comparison = (expected: string, actual: string) => boolean;

const COMPARISONS: Record<string, Comparison> = {
  StringEquals: (expected, actual) => expected === actual,
  StringEqualsIgnoreCase: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  StringLike: (expected, actual) => matchesPattern(expected, actual),
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  NumericEquals: (expected, actual) => Number(actual) === Number(expected),
  NumericLessThan: (expected, actual) => Number(actual) < Number(expected),
  NumericLessThanEquals: (expected, actual) => Number(actual) <= Number(expected),
  NumericGreaterThan: (expected, actual) => Number(actual) > Number(expected),
  NumericGreaterThanEquals: (expected, actual) => Number(actual) >= Number(expected),
  DateEquals: (expected, actual) => instant(actual) === instant(expected),
  DateLessThan: (expected, actual) => instant(actual) < instant(expected),
  DateLessThanEquals: (expected, actual) => instant(actual) <= instant(expected),
  DateGreaterThan: (expected, actual) => instant(actual) > instant(expected),
  DateGreaterThanEquals: (expected, actual) => instant(actual) >= instant(expected),
  IpAddress: isInRange,
};

const NEGATED: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
};

/** All conditions of a statement must hold. */
export function conditionsHold(conditions: readonly Condition[], context: RequestContext): boolean {
  return conditions.every((condition) => conditionHolds(condition, context));
}

/**
 * An absent key matches nothing; it satisfies only Null:true, the …IfExists forms, ForAllValues and the negated
 * operators (IAM User Guide, "IAM JSON policy elements: Condition operators"). An operator we don't know holds never.
 */
function conditionHolds(condition: Condition, context: RequestContext): boolean {
  const actual = context.get(condition.key.toLowerCase());
  if (condition.operator === 'Null') return condition.values.includes(String(actual === undefined));
  const [, quantifier, base = '', ifExists] =
    /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(condition.operator) ?? [];
  const positive = NEGATED[base] ?? base;
  const compare = COMPARISONS[positive];
  if (!compare) return false;
  const isNegated = positive !== base;
  if (actual === undefined || actual.length === 0) {
    return Boolean(ifExists) || quantifier === 'ForAllValues:' || (isNegated && quantifier !== 'ForAnyValue:');
  }
  const matchesOne = (value: string): boolean =>
    condition.values.some((expected) => compare(substitute(expected, context), value)) !== isNegated;
  if (quantifier === 'ForAllValues:') return actual.every(matchesOne);
  if (quantifier === 'ForAnyValue:') return actual.some(matchesOne);
  return isNegated ? actual.every(matchesOne) : actual.some(matchesOne);
}

/** Policy variables such as `${aws:username}`; one whose key is absent can match nothing. */
export function substitute(text: string, context: RequestContext): string {
  if (!text.includes('${')) return text;
  return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name === '*' || name === '?' || name === '$') return name;
    return context.get(name.toLowerCase())?.[0] ?? '\u0000';
  });
}

function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function isInRange(range: string, address: string): boolean {
  const [network = '', prefix] = range.split('/');
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  try {
    list.addSubnet(network, prefix ? Number(prefix) : family === 'ipv4' ? 32 : 128, family);
    return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  } catch {
    return false;
  }
}
