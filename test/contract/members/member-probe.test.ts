import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../simulator/start.ts';
import { MANAGEMENT } from '../../../simulator/worlds/demo/organization.ts';
import { GENERATED } from '../../../simulator/worlds/generated/organization.ts';
import { createAwsProbe } from '../../../src/adapters/aws/aws-probe.ts';
import type { AwsConnection } from '../../../src/core/connectors/model/aws-connection.ts';
import { memberReadPolicyName } from '../../../src/core/connectors/model/setup/member-role.ts';
import {
  deployMemberRoles,
  enterMember,
  type MemberRoles,
  memberActions,
  removeMemberRole,
  setMemberActions,
} from '../../support/member-roles.ts';
import { type CustomerRole, countingBudget, createCustomerRole, pointAt, startAws } from '../aws-support.ts';
import { deployMembers, memberRoleName } from './open-member-world.ts';

let simulator: Simulator;
let role: CustomerRole;
let roles: MemberRoles;
let members: string[];

beforeAll(async () => {
  simulator = await startAws('demo');
  role = await createCustomerRole(simulator, simulator.credentials.administrator, {
    awsAccountId: MANAGEMENT,
    identityCenterRegion: 'eu-north-1',
    memberRoleName,
  });
  ({ roles, members } = await deployMembers(simulator, role));
});
afterAll(() => simulator.stop());

async function test(changes: Partial<AwsConnection> = {}) {
  const probe = createAwsProbe({ budget: countingBudget().budget, backOffMs: 5 });
  const { checks, failure } = await probe.test({ ...role.connection, ...changes });
  expect(failure).toBeNull();
  return checks.filter(({ id }) => id.startsWith('members.'));
}
const of = (checks: Awaited<ReturnType<typeof test>>, id: string) =>
  checks.find((check) => check.id === `members.${id}`);

describe('the test of a connection that reads other AWS accounts', () => {
  it('enters them, is refused without the External ID, and tries each action in one of them', async () => {
    const checks = await test();
    expect(checks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['members.assume-role', 'pass'],
      ['members.refused-without-external-id', 'pass'],
      ...['ListUsers', 'ListGroups', 'GetGroup', 'ListRoles', 'ListAccountAliases'].map((name) => [
        `members.iam:${name}`,
        name === 'GetGroup' ? expect.stringMatching(/pass|skipped/) : 'pass',
      ]),
      ...['GetAccountAuthorizationDetails', 'GenerateCredentialReport', 'GetCredentialReport'].map((name) => [
        `members.iam:${name}`,
        'pass',
      ]),
      ['members.cloudtrail:LookupEvents', 'pass'],
    ]);
    expect(of(checks, 'assume-role')?.detail).toContain(`in ${members.length} of ${members.length} AWS accounts`);
  });

  it('names where the role cannot be assumed, with what AWS said and what to check', async () => {
    const [gone = ''] = members;
    await removeMemberRole(roles, gone);
    const check = of(await test(), 'assume-role');
    expect(check).toMatchObject({
      outcome: 'fail',
      detail: expect.stringContaining(`Not in ${gone}.`),
      awsError: expect.stringContaining(`arn:aws:iam::${gone}:role/${memberRoleName}`),
      mend: expect.stringContaining('StackSet'),
    });
    await deployMemberRoles(roles, [gone]);
  });

  it('finds a role that lets everybody of ours in without the External ID', async () => {
    const { UpdateAssumeRolePolicyCommand } = await import('@aws-sdk/client-iam');
    const trust = { Effect: 'Allow', Principal: { AWS: role.connection.roleArn }, Action: 'sts:AssumeRole' };
    for (const id of members) {
      const iam = await enterMember(roles, id);
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: memberRoleName, PolicyDocument }));
      iam.destroy();
    }
    expect(of(await test(), 'refused-without-external-id')).toMatchObject({
      outcome: 'fail',
      mend: expect.stringContaining('sts:ExternalId'),
    });
  });

  it('says which action the role there lacks, and in which policy it belongs', async () => {
    for (const id of members)
      await setMemberActions(
        roles,
        id,
        memberActions.filter((action) => action !== 'iam:ListRoles'),
      );
    expect(of(await test(), 'iam:ListRoles')).toMatchObject({
      outcome: 'not-granted',
      mend: `Add iam:ListRoles to the policy ${memberReadPolicyName} of the role ${memberRoleName}.`,
    });
  });

  it('is not made where nothing of them is read', async () => {
    expect(await test({ memberRoleName: null })).toEqual([]);
  });

  it('says that nothing was tried where the AWS accounts cannot be listed, and where nothing can be entered', async () => {
    await role.allowAllBut('organizations:ListAccounts');
    const unlisted = await test();
    expect(unlisted.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['members.assume-role', 'skipped'],
      ['members.refused-without-external-id', 'skipped'],
      ['members.actions', 'skipped'],
    ]);
    expect(unlisted[0]?.detail).toContain('organizations:ListAccounts, which is not granted');
    await role.allowAllBut();

    for (const id of members) await removeMemberRole(roles, id);
    const nowhere = await test();
    expect(nowhere.map(({ outcome }) => outcome)).toEqual(['fail', 'skipped', 'skipped']);
    expect(nowhere[0]?.detail).toContain(`in 0 of ${members.length} AWS accounts`);
    // The first few, each in AWS's own words.
    expect(nowhere[0]?.awsError?.split('\n')).toEqual(
      members.slice(0, 3).map((id) => expect.stringContaining(`arn:aws:iam::${id}:role/${memberRoleName}`)),
    );
    await deployMemberRoles(roles, members);
  });

  it('takes the silence of AWS for no refusal: not of the role, and not of the one without External ID', async () => {
    simulator.faults.add({
      operation: 'sts:AssumeRole',
      awsAccountId: MANAGEMENT,
      error: { code: 'ServiceUnavailable', message: 'Come back later', status: 503 },
    });
    const silent = await test();
    simulator.faults.clear();
    expect(silent.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['members.assume-role', 'skipped'],
      ['members.refused-without-external-id', 'skipped'],
      ['members.actions', 'skipped'],
    ]);
    expect(silent[0]?.detail).toContain(`${members.length} gave no answer: Come back later`);
  });

  it('keeps to the ten seconds of a test although no role answers, and says so of these AWS accounts only', async () => {
    simulator.faults.add({ operation: 'sts:AssumeRole', awsAccountId: MANAGEMENT, latencyMs: 30_000 });
    const probe = createAwsProbe({ budget: countingBudget().budget, backOffMs: 5 });
    const startedAtMs = performance.now();
    const { checks, failure } = await probe.test(role.connection);
    expect(performance.now() - startedAtMs).toBeLessThan(10_000);
    simulator.faults.clear();
    expect(failure).toBeNull();
    expect(of(checks, 'assume-role')).toMatchObject({
      outcome: 'skipped',
      detail: expect.stringContaining('gave no answer'),
    });
    expect(checks.find(({ id }) => id === 'action.iam:ListUsers')).toMatchObject({ outcome: 'pass' });
  }, 20_000);
});

describe('the test of a connection to an organization of hundreds of AWS accounts', () => {
  it('tries twenty, from the first to the last that joined, and says of how many', async () => {
    const large = await startSimulator({ world: 'large', throttling: false });
    pointAt(large);
    const { managementAccountId, region } = GENERATED;
    const { connection } = await createCustomerRole(large, large.credentials.administrator, {
      awsAccountId: managementAccountId,
      identityCenterRegion: region,
      memberRoleName,
    });
    const probe = createAwsProbe({ budget: countingBudget().budget, backOffMs: 5 });
    const { checks } = await probe.test(connection);
    const organization = large.world.organizationOf(managementAccountId);
    const others = [...(organization?.accounts.all() ?? [])].filter(
      ({ id, state }) => state === 'ACTIVE' && id !== managementAccountId,
    );
    const check = of(checks, 'assume-role');
    expect(check?.detail).toContain(`in 0 of 20 AWS accounts that were tried, of ${others.length}. Not in`);
    expect(check?.detail).toContain('and 15 more');
    expect(check?.awsError?.split('\n')).toHaveLength(3);
    await large.stop();
    pointAt(simulator);
  }, 30_000);
});
