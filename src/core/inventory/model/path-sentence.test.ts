import { describe, expect, it } from 'vitest';
import { type AccessPath, pathSentence, pathSteps, qualifierOf } from './path-sentence.ts';
import { entityChange, grantChange } from './path-sentence-of-change.ts';

const prod = { awsAccountId: '333333333333', name: 'prod-payments' };
const path = (facts: Partial<AccessPath>): AccessPath => ({
  person: { id: 'per_1', name: 'Priya Raman' },
  principal: { id: 'ent_1', kind: 'identity-center-user', name: 'priya.raman' },
  group: null,
  assignment: null,
  roles: [],
  home: null,
  ...facts,
});
const platform = { id: 'ent_2', name: 'Platform', awsAccount: null };
const admin = { permissionSet: { id: 'ent_3', name: 'AdministratorAccess' }, awsAccount: prod };

describe('a path as a sentence', () => {
  const cases: [string, AccessPath][] = [
    [
      'Priya Raman → member of Platform → AdministratorAccess on prod-payments',
      path({ group: platform, assignment: admin }),
    ],
    [
      'whoever AWS account access manager lets in → may assume role Deploy in prod-payments',
      path({
        person: null,
        principal: { id: 'ent_7', kind: 'aws-service', name: 'account-access.amazonaws.com' },
        roles: [{ id: 'ent_6', name: 'Deploy', awsAccount: prod }],
      }),
    ],
    ['Priya Raman → assigned directly → AdministratorAccess on prod-payments', path({ assignment: admin })],
    ['priya.raman → member of Platform', path({ person: null, group: platform })],
    [
      'Platform → AdministratorAccess on prod-payments',
      path({
        person: null,
        principal: { id: 'ent_2', kind: 'identity-center-group', name: 'Platform' },
        assignment: admin,
      }),
    ],
    [
      'Priya Raman → IAM user priya → member of Admins in prod-payments',
      path({
        principal: { id: 'ent_9', kind: 'iam-user', name: 'priya' },
        group: { id: 'ent_8', name: 'Admins', awsAccount: prod },
      }),
    ],
    [
      'anyone in security-audit → may assume role AuditReader in prod-payments',
      path({
        person: null,
        principal: { id: 'ent_7', kind: 'aws-account', name: 'security-audit' },
        roles: [{ id: 'ent_6', name: 'AuditReader', awsAccount: prod }],
      }),
    ],
    [
      'robot → in prod-payments',
      path({ person: null, principal: { id: 'ent_5', kind: 'iam-user', name: 'robot' }, home: prod }),
    ],
  ];
  it.each(cases)('%s', (sentence, facts) => {
    expect(pathSentence(facts)).toBe(sentence);
    expect(pathSteps(facts)[0]?.relation).toBe('');
  });

  it('has no page for whom there is none', () => {
    const steps = pathSteps(path({ person: null, principal: { id: 'ent_7', kind: 'saml-provider', name: 'Okta' } }));
    expect(steps).toEqual([{ kind: 'principal', id: null, name: 'Okta', relation: '' }]);
  });
});

describe('a qualifier', () => {
  it('of plain access is none', () => expect(qualifierOf('iam-user', '')).toBeNull());
  it('of an outside provider is never nobody', () =>
    expect(qualifierOf('saml-provider', '')).toEqual({ text: 'members not visible from AWS', isUndecided: false }));
  it('that cannot be decided says so', () =>
    expect(qualifierOf('iam-role', 'condition:aws:PrincipalTag/team')).toEqual({
      text: "can't be decided: only under a condition on aws:PrincipalTag/team",
      isUndecided: true,
    }));
  it('that says exactly what it takes is decided', () =>
    expect(qualifierOf('iam-role', 'external-id')).toEqual({
      text: 'only with the right external ID',
      isUndecided: false,
    }));
});

describe('a change as a sentence', () => {
  it.each([
    ['granted', 'Priya Raman became a member of Platform'],
    ['removed', 'Priya Raman is no longer a member of Platform'],
  ] as const)('%s', (op, sentence) => expect(grantChange(op, path({ group: platform })).sentence).toBe(sentence));
  it('of an assignment', () =>
    expect(grantChange('removed', path({ assignment: admin })).sentence).toBe(
      'Priya Raman lost AdministratorAccess on prod-payments',
    ));
  it.each([
    ['granted', 'Priya Raman has the policy Deploy now'],
    ['removed', 'Priya Raman no longer has the policy Deploy'],
  ] as const)('of a policy that was %s', (op, sentence) =>
    expect(grantChange(op, path({}), 'Deploy').sentence).toBe(sentence),
  );
  it('of an entity', () => {
    expect(entityChange('vanished', 'identity-center-group', 'Platform')).toBe('Group Platform vanished');
    expect(entityChange('changed', 'aws-account', 'prod')).toBe('AWS account prod changed');
  });
});
