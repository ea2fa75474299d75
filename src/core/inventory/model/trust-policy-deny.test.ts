import { describe, expect, it } from 'vitest';
import { parseTrustPolicy } from './trust-policy.ts';

const trusted = { kind: 'iam-role', nativeId: 'AROAEXAMPLE' } as const;
const awsAccount = { kind: 'aws-account', nativeId: '111122223333' } as const;
/** The qualifier of the one grant; null: nobody is let in. */
const left = (...statements: object[]): string | null => {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const { grants } = parseTrustPolicy(trusted, awsAccount, document);
  expect(grants.length).toBeLessThan(2);
  return grants[0]?.qualifier ?? null;
};
const statement = (Effect: string, AWS: unknown) => ({ Effect, Principal: { AWS }, Action: 'sts:AssumeRole' });
const [allow, deny] = [(AWS: string) => statement('Allow', AWS), (AWS: unknown) => statement('Deny', AWS)];
const exceptFor = (...AWS: string[]) => ({ Effect: 'Deny', NotPrincipal: { AWS }, Action: 'sts:AssumeRole' });

/** A session's ARN has no path; the role's has. */
const who = {
  role: 'arn:aws:iam::444455556666:role/ops/Deployer',
  session: 'arn:aws:sts::444455556666:assumed-role/Deployer/build-7',
  root: 'arn:aws:iam::444455556666:root',
  anyone: '*',
};
type Who = keyof typeof who;

describe('a Deny on one, after an Allow of another', () => {
  it.each<[Who, Who, string | null]>([
    ['role', 'role', null],
    ['role', 'session', 'deny-principal'],
    ['role', 'root', null],
    ['role', 'anyone', null],
    ['session', 'role', null],
    ['session', 'session', null],
    ['session', 'root', null],
    ['session', 'anyone', null],
    ['root', 'role', 'account-root;deny-principal'],
    ['root', 'session', 'account-root;deny-principal'],
    ['root', 'root', null],
    ['root', 'anyone', null],
    ['anyone', 'role', 'deny-principal'],
    ['anyone', 'session', 'deny-principal'],
    ['anyone', 'root', 'deny-principal'],
    ['anyone', 'anyone', null],
  ])('Allow %s, Deny %s: %j is left', (allowed, denied, qualifier) => {
    expect(left(allow(who[allowed]), deny(who[denied]))).toBe(qualifier);
    expect(left(deny(who[denied]), allow(who[allowed]))).toBe(qualifier);
  });

  it.each([
    ['another role', 'arn:aws:iam::444455556666:role/ops/Reader'],
    ['a role whose path ends in that name', 'arn:aws:iam::444455556666:role/Deployer/Reader'],
    ['a role of that name in another AWS account', 'arn:aws:iam::777788889999:role/ops/Deployer'],
    ['a user of that name', 'arn:aws:iam::444455556666:user/Deployer'],
    ['another session of the role', 'arn:aws:sts::444455556666:assumed-role/Deployer/build-8'],
    ['a session of another role', 'arn:aws:sts::444455556666:assumed-role/Reader/build-7'],
  ])('a Deny of %s does not touch the session', (_what, other) => {
    expect(left(allow(who.session), deny(other))).toBe('session');
  });

  it('a condition of the Deny is shown, not decided', () => {
    const Condition = { StringEquals: { 'aws:SourceIp': '10.0.0.1' } };
    const denied = 'deny-condition:aws:SourceIp;session';
    expect(left(allow(who.session), { ...deny(who.role), Condition })).toBe(denied);
    expect(left(allow(who.role), { ...deny(who.session), Condition })).toBe(
      'deny-condition:aws:SourceIp;deny-principal',
    );
  });

  it('the sessions of a permission set are covered by the role that it makes', () => {
    const reserved = 'AWSReservedSSO_ReadOnlyAccess_0123456789abcdef';
    const role = `arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/eu-west-1/${reserved}`;
    expect(left(allow(`arn:aws:sts::444455556666:assumed-role/${reserved}/ada`), deny(role))).toBeNull();
  });
});

describe('a Deny on all but one, after an Allow of another', () => {
  it.each<[Who, Who, string | null]>([
    ['role', 'role', ''],
    // The other sessions of the role are not excepted.
    ['role', 'session', 'deny-principal'],
    ['session', 'session', 'session'],
    // AWS wants the session listed beside its role, and does not say what becomes of one that is not.
    ['session', 'role', 'deny-principal;session'],
    ['session', 'root', 'deny-principal;session'],
    ['session', 'anyone', 'session'],
    ['root', 'role', 'account-root;deny-principal'],
    ['root', 'session', 'account-root;deny-principal'],
    ['anyone', 'session', 'deny-principal'],
  ])('Allow %s, Deny all but %s: %j is left', (allowed, excepted, qualifier) => {
    expect(left(allow(who[allowed]), exceptFor(who[excepted]))).toBe(qualifier);
  });

  it('a session of another role is denied', () => {
    expect(left(allow(who.session), exceptFor('arn:aws:iam::444455556666:role/Reader'))).toBeNull();
  });
});
