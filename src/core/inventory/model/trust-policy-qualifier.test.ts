import { describe, expect, it } from 'vitest';
import { describeQualifier, isUndecided, joinQualifier } from './trust-policy-qualifier.ts';

describe('a qualifier', () => {
  it('drops the alternative that asks for more than another', () => {
    expect(joinQualifier([['account-root', 'external-id'], ['account-root']])).toBe('account-root');
    expect(joinQualifier([['external-id'], []])).toBe('');
    expect(joinQualifier([['external-id'], ['external-id']])).toBe('external-id');
  });

  it.each([
    ['', ''],
    ['external-id', 'only with the right external ID'],
    ['condition:aws:MultiFactorAuthPresent', 'only under a condition on MFA sign-in'],
    ['condition:aws:PrincipalTag/team', 'only under a condition on aws:PrincipalTag/team'],
    ['oidc-sub:repo:a/z:*,repo:b/x%3By', 'only for the subject repo:a/z:* or repo:b/x;y'],
    ['deny-condition:aws:SourceIp', 'unless a Deny statement with a condition on aws:SourceIp applies'],
    [
      'condition:aws:PrincipalOrgID;external-id|session',
      'only under a condition on the organization, and only with the right external ID; or only in the one session that the policy names',
    ],
  ])('%j reads: %s', (qualifier, words) => {
    expect(describeQualifier(qualifier)).toBe(words);
  });

  it.each(['', 'external-id', 'identity-center', 'session', 'oidc-aud:sts.amazonaws.com;oidc-sub:repo:a/z:*'])(
    '%j is decided by what AWS says',
    (qualifier) => expect(isUndecided(qualifier)).toBe(false),
  );

  it.each([
    'account-root',
    'account-access-manager',
    'not-principal',
    'unparsed',
    'deny-principal',
    'condition:aws:SourceIp',
    'deny-condition:aws:SourceIp;external-id',
    'condition:aws:SourceIp|unparsed',
  ])('%j cannot be decided', (qualifier) => expect(isUndecided(qualifier)).toBe(true));

  it('is decided as soon as one alternative is', () => {
    expect(isUndecided('condition:aws:SourceIp|external-id')).toBe(false);
  });
});

it('more than 32 alternatives are one condition that cannot be decided', () => {
  const many = (count: number) => joinQualifier(Array.from({ length: count }, (_, index) => [`condition:key${index}`]));
  expect(many(32).split('|')).toHaveLength(32);
  expect(many(33)).toBe('condition:many');
  expect(describeQualifier(many(33))).toBe('only under many alternative conditions');
  expect(isUndecided(many(33))).toBe(true);
});
