import { describe, expect, it } from 'vitest';
import { World } from '../state/world.ts';
import { demoWorld } from './demo/demo.ts';
import { AWS_ACCOUNTS, awsAccountIdOf, MANAGEMENT } from './demo/organization.ts';
import { emailOf, PEOPLE } from './demo/people.ts';
import { worldMaker } from './worlds.ts';

const demo = demoWorld();
const [center] = demo.identityCenters;
const management = demo.awsAccounts.get(MANAGEMENT);
if (!center || !management) throw new Error('the demo world has an Identity Center instance and a management account');

const user = (name: string) => center.usersByName.get(`${name}@larkspurpay.example`);
const groupsOf = (name: string) =>
  center.membershipsByUser
    .of(user(name)?.id ?? '')
    .all()
    .map(({ groupId }) => center.groups.get(groupId)?.displayName);

/** The generated ones are too large to compare as one text; generated/generated-world.test.ts does it in parts. */
const WRITTEN = ['demo', 'small', 'empty', 'fresh'] as const;

describe.each(WRITTEN.map((name) => [name, worldMaker(name)] as const))('the world %s', (_, make) => {
  it('is the same every time and survives its own snapshot', () => {
    const text = JSON.stringify(make().toData());
    expect(JSON.stringify(make().toData())).toBe(text);
    const restored = new World(JSON.parse(text));
    expect(JSON.stringify(restored.toData())).toBe(text);
    expect(restored.ids.uuid()).toBe(make().ids.uuid());
  });

  it('has the product’s role session, and access keys that lead to their users', () => {
    const world = make();
    expect(world.standingSessions.get('ASIADEMOCOUNTERSIGN1')?.roleName).toBe('countersign-server');
    expect(world.accessKey('AKIADEMOADMINLARKSP1')?.user.name).toBe('terraform-bootstrap');
  });
});

describe('Larkspur Pay', () => {
  it('has the people, groups and AWS accounts that the rest of the demo counts on', () => {
    expect(center.users.size).toBe(PEOPLE.length);
    expect(new Set(PEOPLE.map(([given, family]) => emailOf(given, family))).size).toBe(PEOPLE.length);
    expect(user('tomas.herrera')?.displayName).toBe('Tomás Herrera');
    expect(user('daniel.whitlock')?.status).toBe('DISABLED');
    expect(groupsOf('priya.raman')).toContain('Platform');
    expect(groupsOf('aoife.gallagher')).toContain('Engineering managers');
    for (const name of ['tomas.herrera', 'samuel.okafor', 'zanele.dlamini']) {
      expect(groupsOf(name)).toContain('Payments engineering');
    }
    expect(groupsOf('kwame.boateng')).toContain('Payments leads');
    expect(center.permissionSets.size).toBe(18);
    expect(demo.organizations[0]?.accounts.size).toBe(12);
    expect(demo.organizations[0]?.accounts.get(awsAccountIdOf('acquired-legacy'))?.state).toBe('SUSPENDED');
    expect(AWS_ACCOUNTS[0][1]).toBe('481203377190');
    expect([...management.aliases.all()]).toEqual(['larkspur-mgmt']);
  });

  it('has findings: direct, orphaned and unmatched access', () => {
    const assignments = center.assignments.all();
    const orphans = assignments.filter((a) => a.principalType === 'USER' && !center.users.has(a.principalId));
    expect(orphans).toHaveLength(1);
    const zanele = assignments.filter((a) => a.principalId === user('zanele.dlamini')?.id);
    expect(zanele.map((a) => center.permissionSets.get(a.permissionSetArn)?.name)).toEqual(['DatabaseOperator']);
    expect(zanele[0]?.awsAccountId).toBe('730482915066');
    expect(management.user('jdoe-contractor')).toBeDefined();
    expect(management.user('samuel.okafor@larkspurpay.example')).toBeDefined();
  });

  it('has IAM users with old and forgotten keys, and people without MFA', () => {
    const users = management.users.all();
    const people = users.filter(({ loginProfile }) => loginProfile);
    expect(people.filter(({ mfaDevices }) => mfaDevices?.length)).toHaveLength(5);
    expect(people.filter(({ mfaDevices }) => !mfaDevices)).toHaveLength(4);
    const keys = users.flatMap(({ accessKeys }) => accessKeys);
    expect(keys.filter(({ status }) => status === 'Inactive')).toHaveLength(2);
    expect(keys.filter(({ status, lastUsed }) => status === 'Active' && !lastUsed)).toHaveLength(1);
    const year = 365 * 24 * 3600 * 1000;
    expect(
      keys.filter(({ createdAt, lastUsed }) => lastUsed && lastUsed.at - createdAt > 2 * year).length,
    ).toBeGreaterThan(1);
    for (const { createdAt, passwordLastUsedAt = Infinity } of users)
      expect(createdAt).toBeLessThan(passwordLastUsedAt);
    for (const { createdAt, lastUsed } of keys) expect(createdAt).toBeLessThan(lastUsed?.at ?? Infinity);
  });

  it('has its reserved roles where its assignments are, and no role for the product yet', () => {
    const names = management.roles.all().map((role) => role.name);
    for (const { permissionSetArn } of center.setsByAccount.of(MANAGEMENT).all()) {
      const name = center.permissionSets.get(permissionSetArn)?.name;
      expect(names).toContainEqual(expect.stringMatching(new RegExp(`^AWSReservedSSO_${name}_[0-9a-f]{16}$`)));
    }
    expect(names.filter((name) => !name.startsWith('AWSReservedSSO_'))).toHaveLength(25);
    expect(JSON.stringify(management.toData())).not.toContain('905418227316');
  });
});
