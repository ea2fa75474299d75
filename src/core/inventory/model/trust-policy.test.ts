import { describe, expect, it } from 'vitest';
import { parseTrustPolicy } from './trust-policy.ts';

const role = { kind: 'iam-role', nativeId: 'AROAEXAMPLE' } as const;
const awsAccount = { kind: 'aws-account', nativeId: '111122223333' } as const;
const parse = (document: unknown) =>
  parseTrustPolicy(role, awsAccount, typeof document === 'string' ? document : JSON.stringify(document));

/** The grants as `kind nativeId [qualifier]`, which is all that differs between them. */
const trusts = (...statements: unknown[]) =>
  parse({ Version: '2012-10-17', Statement: statements }).grants.map(
    (grant) => `${grant.principal.kind} ${grant.principal.nativeId} [${grant.qualifier}]`,
  );
const allow = (principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...more,
});
const deny = (principal: unknown, more: object = {}) => ({ ...allow(principal, more), Effect: 'Deny' });
const roleArn = 'arn:aws:iam::444455556666:role/ops/Deployer';
const github = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const webIdentity = { Action: 'sts:AssumeRoleWithWebIdentity' };
const okta = 'arn:aws:iam::111122223333:saml-provider/Okta';
const saml = { Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'] };

describe('a principal of a trust policy', () => {
  it('is an unread principal with its ARN when it is a user or a role', () => {
    expect(trusts(allow({ AWS: [roleArn, 'arn:aws:iam::444455556666:user/ada'] }))).toEqual([
      `unread-principal ${roleArn} []`,
      'unread-principal arn:aws:iam::444455556666:user/ada []',
    ]);
  });

  it.each(['444455556666', 'arn:aws:iam::444455556666:root', 'arn:aws-cn:iam::444455556666:root'])(
    'is the AWS account, delegating to its own policies, when it is %s',
    (principal) => {
      expect(trusts(allow({ AWS: principal }))).toEqual(['aws-account 444455556666 [account-root]']);
    },
  );

  it.each(['*', { AWS: '*' }, { AWS: ['*'] }])('is anyone when it is %j', (principal) => {
    expect(trusts(allow(principal))).toEqual(['anyone * []']);
  });

  it('is the entity of that unique id once IAM has replaced the ARN of a deleted principal', () => {
    expect(trusts(allow({ AWS: ['AIDAGONE', 'AROAGONE'] }))).toEqual(['iam-user AIDAGONE []', 'iam-role AROAGONE []']);
  });

  it('is one session only when the ARN is of a session', () => {
    const session = 'arn:aws:sts::444455556666:assumed-role/Deployer/build-7';
    expect(trusts(allow({ AWS: session }))).toEqual([`unread-principal ${session} [session]`]);
  });

  it('is an AWS service by its lower-cased name', () => {
    expect(trusts(allow({ Service: ['EC2.amazonaws.com', 'lambda.amazonaws.com'] }))).toEqual([
      'aws-service ec2.amazonaws.com []',
      'aws-service lambda.amazonaws.com []',
    ]);
  });

  it('is recognised as account access manager, whose entitlements are not read', () => {
    const condition = {
      Action: ['sts:AssumeRole', 'sts:SetContext'],
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    };
    expect(trusts(allow({ Service: 'account-access.amazonaws.com' }, condition))).toEqual([
      'aws-service account-access.amazonaws.com [account-access-manager;condition:aws:SourceAccount]',
    ]);
  });

  it('is a SAML provider, and the console audience that every sign-in has is no restriction', () => {
    const condition = { Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } } };
    expect(trusts(allow({ Federated: okta }, { ...saml, ...condition }))).toEqual([`saml-provider ${okta} []`]);
  });

  it.each([
    ['https://eu-north-1.signin.aws.amazon.com/saml', ''],
    ['https://signin.amazonaws-us-gov.com/saml', ''],
    ['https://signin.amazonaws.cn/saml', ''],
    ['https://evil.example/signin.aws.amazon.com/saml', 'condition:SAML:aud'],
  ])('has audience %s, which reads as [%s]', (audience, qualifier) => {
    const condition = { Condition: { StringEquals: { 'SAML:aud': audience } } };
    expect(trusts(allow({ Federated: okta }, { ...saml, ...condition }))).toEqual([
      `saml-provider ${okta} [${qualifier}]`,
    ]);
  });

  it("is recognised as Identity Center's own SAML provider", () => {
    const own = 'arn:aws:iam::111122223333:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE';
    expect(trusts(allow({ Federated: own }, saml))).toEqual([`saml-provider ${own} [identity-center]`]);
  });

  it('is an OIDC provider, and its subject and audience stay readable', () => {
    const condition = {
      Condition: {
        StringLike: { 'token.actions.githubusercontent.com:sub': ['repo:b/x;y:*', 'repo:a/z:ref:refs/heads/main'] },
        StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      },
    };
    expect(trusts(allow({ Federated: github }, { ...webIdentity, ...condition }))).toEqual([
      `oidc-provider ${github} [oidc-aud:sts.amazonaws.com;oidc-sub:repo:a/z:ref:refs/heads/main,repo:b/x%3By:*]`,
    ]);
  });

  it('is a built-in OIDC provider by its name', () => {
    const condition = { Condition: { StringEquals: { 'accounts.google.com:aud': '12.apps' } } };
    expect(trusts(allow({ Federated: 'accounts.google.com' }, { ...webIdentity, ...condition }))).toEqual([
      'oidc-provider accounts.google.com [oidc-aud:12.apps]',
    ]);
  });

  it('is kept, marked, when its form is unknown', () => {
    expect(trusts(allow({ AWS: 'somebody' }))).toEqual(['unread-principal somebody [unparsed]']);
    expect(trusts(allow({ Federated: 'login.example' }))).toEqual(['unread-principal login.example [unparsed]']);
  });

  it('has a name to show, and is only a mention', () => {
    const { principals } = parse({ Statement: allow({ AWS: roleArn }) });
    expect(principals).toEqual([{ kind: 'unread-principal', nativeId: roleArn, name: 'Deployer', isMention: true }]);
  });
});

describe('the action of a trust policy', () => {
  it.each(['sts:AssumeRole', 'STS:assumerole', 'sts:*', '*', 'sts:Assume*', 'sts:AssumeRol?'])(
    '%s lets an AWS principal in',
    (Action) => {
      expect(trusts(allow({ AWS: roleArn }, { Action }))).toHaveLength(1);
    },
  );

  it.each(['sts:TagSession', 'sts:AssumeRoleWithSAML', 'sts:GetCallerIdentity', 's3:*'])(
    '%s alone lets no AWS principal in',
    (Action) => {
      expect(trusts(allow({ AWS: roleArn }, { Action }))).toEqual([]);
    },
  );

  it('must be the one that the kind of principal uses', () => {
    expect(trusts(allow({ Federated: okta }))).toEqual([]);
    expect(trusts(allow({ Federated: github }, saml))).toEqual([]);
    expect(trusts(allow({ Federated: okta }, { Action: 'sts:*' }))).toHaveLength(1);
  });

  it('is everything but those listed when it is NotAction', () => {
    const notAction = (NotAction: string) => ({ Effect: 'Allow', Principal: { AWS: roleArn }, NotAction });
    expect(trusts(notAction('sts:TagSession'))).toHaveLength(1);
    expect(trusts(notAction('sts:Assume*'))).toEqual([]);
  });
});

describe('a condition', () => {
  it('is named, sorted and without repeats', () => {
    const Condition = {
      StringEquals: { 'sts:ExternalId': 'x', 'aws:PrincipalTag/team': 'data' },
      StringNotEquals: { 'aws:PrincipalTag/team': 'sales' },
    };
    expect(trusts(allow({ AWS: roleArn }, { Condition }))).toEqual([
      `unread-principal ${roleArn} [condition:aws:PrincipalTag/team;external-id]`,
    ]);
  });

  it('on the external ID that also passes without one is no external ID', () => {
    const Condition = { StringEqualsIfExists: { 'sts:ExternalId': 'x' } };
    expect(trusts(allow({ AWS: roleArn }, { Condition }))).toEqual([
      `unread-principal ${roleArn} [condition:sts:ExternalId]`,
    ]);
  });

  it("on another provider's subject is an ordinary condition", () => {
    const Condition = { StringEquals: { 'gitlab.com:sub': 'x' } };
    expect(trusts(allow({ Federated: github }, { ...webIdentity, Condition }))).toEqual([
      `oidc-provider ${github} [condition:gitlab.com:sub]`,
    ]);
  });
});

describe('several statements about one principal', () => {
  it('are one grant, plain as soon as one of them is', () => {
    const Condition = { StringEquals: { 'sts:ExternalId': 'x' } };
    expect(trusts(allow({ AWS: roleArn }, { Condition }), allow({ AWS: roleArn }))).toEqual([
      `unread-principal ${roleArn} []`,
    ]);
  });

  it('are alternatives in one canonical order, whatever the order of statements', () => {
    const mfa = allow({ AWS: roleArn }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } });
    const external = allow({ AWS: roleArn }, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } });
    const expected = [`unread-principal ${roleArn} [condition:aws:MultiFactorAuthPresent|external-id]`];
    expect(trusts(mfa, external)).toEqual(expected);
    expect(trusts(external, mfa, mfa)).toEqual(expected);
  });
});

describe('a Deny statement', () => {
  it.each([roleArn, '444455556666', 'arn:aws:iam::444455556666:root', '*'])(
    'without condition on %s leaves a role of that AWS account nothing',
    (AWS) => {
      expect(trusts(allow({ AWS: roleArn }), deny({ AWS }))).toEqual([]);
    },
  );

  it('on somebody else, or on another action, changes nothing', () => {
    const plain = [`unread-principal ${roleArn} []`];
    expect(trusts(allow({ AWS: roleArn }), deny({ AWS: '777788889999' }))).toEqual(plain);
    expect(trusts(allow({ AWS: roleArn }), deny('*', { Action: 'sts:TagSession' }))).toEqual(plain);
    expect(trusts(allow({ AWS: roleArn }), deny({ AWS: 'arn:aws:iam::444455556666:role/Other' }))).toEqual(plain);
  });

  it('with a condition is shown, not decided', () => {
    const Condition = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };
    expect(trusts(allow({ AWS: roleArn }), deny('*', { Condition }))).toEqual([
      `unread-principal ${roleArn} [deny-condition:aws:MultiFactorAuthPresent]`,
    ]);
  });

  it('on some of those who are allowed is shown', () => {
    expect(trusts(allow({ AWS: '444455556666' }), deny({ AWS: roleArn }))).toEqual([
      'aws-account 444455556666 [account-root;deny-principal]',
    ]);
    expect(trusts(allow('*'), deny({ AWS: roleArn }))).toEqual(['anyone * [deny-principal]']);
  });

  it('with NotAction denies what it does not list', () => {
    const denial = { Effect: 'Deny', Principal: '*', NotAction: 'sts:TagSession' };
    expect(trusts(allow({ AWS: roleArn }), denial)).toEqual([]);
  });

  it('with NotPrincipal denies whom it does not list', () => {
    const except = (AWS: unknown) => ({ Effect: 'Deny', NotPrincipal: { AWS }, Action: 'sts:AssumeRole' });
    expect(trusts(allow({ AWS: roleArn }), except(roleArn))).toEqual([`unread-principal ${roleArn} []`]);
    expect(trusts(allow({ AWS: roleArn }), except('arn:aws:iam::777788889999:role/Other'))).toEqual([]);
    expect(trusts(allow({ AWS: '444455556666' }), except(roleArn))).toEqual([
      'aws-account 444455556666 [account-root;deny-principal]',
    ]);
    expect(trusts(allow({ AWS: roleArn }), except('444455556666'))).toEqual([
      `unread-principal ${roleArn} [deny-principal]`,
    ]);
  });

  it('that cannot be read is shown on every grant', () => {
    expect(trusts(allow({ AWS: roleArn }), { Effect: 'Deny', Action: 'sts:AssumeRole' })).toEqual([
      `unread-principal ${roleArn} [deny-condition:unparsed]`,
    ]);
  });
});

describe('a trust policy that cannot be read', () => {
  it.each(['', 'not json', '[]', '{}', 'null'])('reads as anyone, never as nobody: %j', (document) => {
    expect(parse(document).grants).toMatchObject([
      { principal: { kind: 'anyone', nativeId: '*' }, qualifier: 'unparsed' },
    ]);
  });

  it.each([
    { Effect: 'Allow', Action: 'sts:AssumeRole' },
    { Effect: 'Allow', Principal: { AWS: roleArn } },
    { Effect: 'Maybe', Principal: { AWS: roleArn }, Action: 'sts:AssumeRole' },
    { Effect: 'Allow', Principal: { CanonicalUser: 'abc' }, Action: 'sts:AssumeRole' },
    { Effect: 'Allow', Principal: { AWS: roleArn }, Action: 'sts:AssumeRole', Condition: 'x' },
    'a statement',
  ])('in one statement keeps the others: %j', (statement) => {
    expect(trusts(statement, allow({ Service: 'ec2.amazonaws.com' }))).toEqual([
      'anyone * [unparsed]',
      'aws-service ec2.amazonaws.com []',
    ]);
  });

  it('with NotPrincipal is anyone, undecided', () => {
    expect(trusts({ Effect: 'Allow', NotPrincipal: { AWS: roleArn }, Action: 'sts:AssumeRole' })).toEqual([
      'anyone * [not-principal]',
    ]);
  });

  it('is not the same as one that trusts nobody', () => {
    expect(parse({ Version: '2012-10-17', Statement: [] })).toEqual({ grants: [], principals: [] });
  });
});

describe('patterns and External IDs', () => {
  it('an action of many wildcards is answered at once', () => {
    const startedAt = performance.now();
    expect(trusts(allow({ AWS: roleArn }, { Action: `sts:${'*'.repeat(40)}x` }))).toEqual([]);
    expect(trusts(allow({ AWS: roleArn }, { Action: 'st?:Assume*' }))).toEqual([`unread-principal ${roleArn} []`]);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
  it('an External ID with a wildcard is not one', () => {
    const withId = (operator: string, value: string) =>
      trusts(allow({ AWS: roleArn }, { Condition: { [operator]: { 'sts:ExternalId': value } } }))[0];
    expect(withId('StringEquals', 'abc')).toContain('[external-id]');
    expect(withId('StringLike', 'abc')).toContain('[external-id]');
    expect(withId('StringLike', '*')).not.toContain('external-id]');
  });
});
