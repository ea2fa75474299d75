import { describe, expect, it } from 'vitest';
import { conditionsHold, type RequestContext, substitute } from './conditions.ts';
import { matchesArn, matchesPattern } from './pattern.ts';

const CONTEXT: RequestContext = new Map([
  ['aws:username', ['ada']],
  ['aws:sourceip', ['10.1.2.3']],
  ['aws:currenttime', ['2026-11-24T10:00:00Z']],
  ['aws:tagkeys', ['team', 'cost']],
  ['aws:principalarn', ['arn:aws:iam::111111111111:role/path/name']],
  ['aws:multifactorauthpresent', ['false']],
  ['s3:max-keys', ['10']],
]);

const holds = (operator: string, key: string, ...values: string[]) =>
  conditionsHold([{ operator, key, values }], CONTEXT);

describe('a condition', () => {
  it.each<[string, string, string[], boolean]>([
    ['StringEquals', 'aws:username', ['bob', 'ada'], true],
    ['StringEquals', 'AWS:UserName', ['ada'], true],
    ['StringEquals', 'aws:username', ['ADA'], false],
    ['StringEqualsIgnoreCase', 'aws:username', ['ADA'], true],
    ['StringNotEquals', 'aws:username', ['bob', 'ada'], false],
    ['StringNotEquals', 'aws:username', ['bob'], true],
    ['StringLike', 'aws:username', ['a?a'], true],
    ['StringNotLike', 'aws:username', ['a*'], false],
    ['ArnLike', 'aws:PrincipalArn', ['arn:aws:iam::*:role/path/*'], true],
    ['ArnNotLike', 'aws:PrincipalArn', ['arn:aws:iam::*:role/path/*'], false],
    ['Bool', 'aws:MultiFactorAuthPresent', ['true'], false],
    ['NumericLessThanEquals', 's3:max-keys', ['10'], true],
    ['NumericGreaterThan', 's3:max-keys', ['10'], false],
    ['DateGreaterThan', 'aws:CurrentTime', ['2026-01-01T00:00:00Z'], true],
    ['DateLessThan', 'aws:CurrentTime', ['2026-01-01T00:00:00Z'], false],
    ['IpAddress', 'aws:SourceIp', ['10.1.0.0/16'], true],
    ['NotIpAddress', 'aws:SourceIp', ['10.1.0.0/16'], false],
    ['IpAddress', 'aws:SourceIp', ['nonsense'], false],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['team', 'cost', 'x'], true],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['team'], false],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', ['team'], true],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', ['x'], false],
  ])('%s on %s of %j holds: %s', (operator, key, values, expected) => {
    expect(holds(operator, key, ...values)).toBe(expected);
  });

  it.each<[string, boolean]>([
    ['StringEquals', false],
    ['StringLike', false],
    ['ArnLike', false],
    ['Bool', false],
    ['NumericEquals', false],
    ['StringEqualsIfExists', true],
    ['BoolIfExists', true],
    ['StringNotEquals', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
    ['Nonsense', false],
    ['NonsenseIfExists', false],
  ])('%s on an absent key holds: %s', (operator, expected) => {
    expect(holds(operator, 'sts:ExternalId', 'x')).toBe(expected);
  });

  it('Null asks for absence and presence', () => {
    expect(holds('Null', 'sts:ExternalId', 'true')).toBe(true);
    expect(holds('Null', 'sts:ExternalId', 'false')).toBe(false);
    expect(holds('Null', 'aws:username', 'false')).toBe(true);
  });
});

describe('a pattern', () => {
  it('matches as a whole, and takes nothing but * and ? as special', () => {
    expect(matchesPattern('iam:List*', 'iam:ListUsers')).toBe(true);
    expect(matchesPattern('iam:List*', 'xiam:ListUsers')).toBe(false);
    expect(matchesPattern('a.c', 'abc')).toBe(false);
    expect(matchesPattern('IAM:listusers', 'iam:ListUsers', true)).toBe(true);
    expect(matchesPattern('a*', 'a\nb')).toBe(true);
  });

  it.each<[string, string, boolean]>([
    ['a*b*c', 'aXbXbXc', true],
    ['a*b*c', 'aXbXbX', false],
    ['*a?', 'aaab', true],
    ['**', '', true],
    ['?', '', false],
    ['a*', 'a', true],
    ['*ab', 'aab', true],
  ])('%s against %s: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  it('made to be slow takes no longer than the product of the lengths', () => {
    expect(matchesPattern(`${'a*'.repeat(1000)}b`, 'a'.repeat(2000))).toBe(false);
  });

  it('of an ARN does not reach over its colons', () => {
    expect(matchesArn('arn:aws:iam::*:role/x', 'arn:aws:iam::111111111111:role/x')).toBe(true);
    expect(matchesArn('arn:aws:*:role/x', 'arn:aws:iam::111111111111:role/x')).toBe(false);
  });

  it('takes variables from the request, and one that is absent matches nothing', () => {
    expect(substitute(`user/\${aws:username}`, CONTEXT)).toBe('user/ada');
    expect(matchesPattern(substitute(`user/\${aws:userid}`, CONTEXT), 'user/')).toBe(false);
  });
});
