import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../simulator/start.ts';
import { MANAGEMENT } from '../../../simulator/worlds/demo/organization.ts';
import { createAwsProbe } from '../../../src/adapters/aws/aws-probe.ts';
import type { AwsConnection } from '../../../src/core/connectors/model/aws-connection.ts';
import {
  deployMemberRoles,
  enterMember,
  type MemberRoles,
  memberActions,
  removeMemberRole,
  setMemberActions,
} from '../../support/member-roles.ts';
import { type CustomerRole, countingBudget, createCustomerRole, startAws } from '../aws-support.ts';
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
      mend: expect.stringContaining(memberRoleName),
    });
  });

  it('is not made where nothing of them is read', async () => {
    expect(await test({ memberRoleName: null })).toEqual([]);
  });
});
