import { describe, expect, it } from 'vitest';
import { type ClaimRules, readClaims } from './oidc-claims.ts';

const rules: ClaimRules = {
  rolesClaim: 'groups',
  emailVerifiedClaim: 'email_verified',
  roleMap: [
    { value: 'cn=admins,ou=groups', role: 'super-administrator' },
    { value: 'root', role: 'super-administrator' },
    { value: 'risk', role: 'auditor' },
  ],
};
const sub = { sub: 's' };

describe('e-mail', () => {
  it.each([
    [true, true],
    ['true', true],
    [1, true],
    ['1', true],
    [false, false],
    ['false', false],
    ['yes', false],
    [{}, false],
    [undefined, false],
  ])('email_verified %j: vouched for is %j', (verified, isEmailVerified) => {
    expect(readClaims({ ...sub, email: 'A@Corp.example', email_verified: verified }, rules)).toMatchObject({
      email: 'a@corp.example',
      isEmailVerified,
    });
  });
  it('another claim may vouch for it, and then only that one', () => {
    const entra = { ...rules, emailVerifiedClaim: 'xms_edov' };
    expect(readClaims({ ...sub, email: 'a@corp.example', xms_edov: '1' }, entra).isEmailVerified).toBe(true);
    expect(readClaims({ ...sub, email: 'a@corp.example', email_verified: true }, entra).isEmailVerified).toBe(false);
  });
  it.each([[''], ['  '], [7], [['a@corp.example']], [null]])('%j is none', (email) => {
    expect(readClaims({ ...sub, email, email_verified: true }, rules)).toMatchObject({
      email: null,
      isEmailVerified: false,
    });
  });
});

describe('roles', () => {
  it.each([
    [['risk', 'staff'], ['auditor']],
    [['root', 'cn=admins,ou=groups'], ['super-administrator']],
    ['risk', ['auditor']],
    [['RISK'], []],
    [[{ name: 'risk' }, 7, null], []],
    [{ risk: true }, []],
    [[], []],
  ])('groups %j give %j', (groups, given) => {
    expect(readClaims({ ...sub, groups }, rules)).toMatchObject({ roles: given, isRolesClaimSent: true });
  });
  it('a claim that is not sent gives none, and is told apart from an empty one', () => {
    expect(readClaims(sub, rules)).toMatchObject({ roles: [], isRolesClaimSent: false });
  });
  it('a dotted name is a path, unless there is a claim of that very name', () => {
    const keycloak = { ...rules, rolesClaim: 'realm_access.roles' };
    expect(readClaims({ ...sub, realm_access: { roles: ['risk'] } }, keycloak).roles).toEqual(['auditor']);
    const uri = { ...rules, rolesClaim: 'https://corp.example/roles' };
    expect(readClaims({ ...sub, 'https://corp.example/roles': ['risk'] }, uri).roles).toEqual(['auditor']);
  });
  it('groups that are kept elsewhere are not taken for none', () => {
    const claims = { ...sub, _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://x' } } };
    expect(() => readClaims(claims, rules)).toThrow(expect.objectContaining({ code: 'oidc-claim-missing' }));
  });
  it('without a map nothing is read of the claim', () => {
    const claims = { ...sub, _claim_names: { groups: 'src1' } };
    expect(readClaims(claims, { ...rules, roleMap: [] }).roles).toEqual([]);
  });
});

describe('name', () => {
  it.each([
    [{ name: ' Ada ', preferred_username: 'ada' }, 'Ada'],
    [{ preferred_username: 'ada', email: 'a@corp.example' }, 'ada'],
    [{ email: 'a@corp.example' }, 'a@corp.example'],
    [{ name: 'x'.repeat(500) }, 'x'.repeat(200)],
    [{}, 's'],
  ])('%j', (claims, name) => expect(readClaims({ ...sub, ...claims }, rules).name).toBe(name));
});
