import { CreateUserCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MANAGEMENT } from '../../../simulator/worlds/demo/organization.ts';
import {
  deployMemberRoles,
  enterMember,
  type MemberRoles,
  memberActions,
  setMemberActions,
} from '../../support/member-roles.ts';
import { roleName } from '../aws-support.ts';
import { openRefreshedWorld, type RefreshedWorld } from '../refresh/refresh-support.ts';

const memberRoleName = 'CountersignMember';
let world: RefreshedWorld;
let roles: MemberRoles;
let members: string[];
let there: IAMClient;

beforeAll(async () => {
  world = await openRefreshedWorld(0, {
    world: 'demo',
    awsAccountId: MANAGEMENT,
    region: 'eu-north-1',
    memberRoleName,
  });
  const { simulator, role } = world;
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::*:role/${memberRoleName}` }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await role.iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: 'Members', PolicyDocument }));
  const organization = simulator.world.organizationOf(MANAGEMENT);
  members = [...(organization?.accounts.all() ?? [])]
    .filter(({ id, state }) => state === 'ACTIVE' && id !== MANAGEMENT)
    .map(({ id }) => id);
  roles = {
    url: simulator.url,
    administrator: simulator.credentials.administrator,
    roleName: memberRoleName,
    principalArn: role.connection.roleArn,
    externalId: role.connection.memberExternalId,
    organizationId: organization?.id ?? '',
  };
  await deployMemberRoles(roles, members);
  there = await enterMember(roles, members[0] as string);
  await world.sync();
  await world.advanceCursor();
}, 60_000);
afterAll(async () => {
  there?.destroy();
  await world.close();
});

it('what somebody changed in another AWS account is read again there only, and told with who did it', async () => {
  await there.send(new CreateUserCommand({ UserName: 'made-there' }));
  world.simulator.counters.clear();
  expect(await world.refresh()).toMatchObject({ status: 'published', run: { opened: expect.any(Number) } });
  const calls = world.calls();
  expect(calls['iam:GetAccountAuthorizationDetails']).toBe(1);
  // One session to look with in each, and one to read with.
  expect(calls['sts:AssumeRole']).toBe(1 + members.length + 1);
  const [made] = await world.harness.query<{ actor: string; account: string }>(
    `select a.actor, a.aws_account_id as account from change_event c join aws_event a on a.event_id = c.event_id
     where a.name = 'CreateUser'`,
  );
  expect(made?.actor).toMatch(/assumed-role\/OrganizationAccountAccessRole/);
  expect(made?.account).toBe(members[0]);
});

it('an AWS account whose role may not look is not asked again for a day, and the others still are', async () => {
  const [first = ''] = members;
  await setMemberActions(
    roles,
    first,
    memberActions.filter((action) => action !== 'cloudtrail:LookupEvents'),
  );
  expect(await world.refresh()).toMatchObject({ status: expect.stringMatching(/unchanged|published/) });
  world.simulator.counters.clear();
  await there.send(new CreateUserCommand({ UserName: 'unseen' }));
  expect(await world.refresh()).toMatchObject({ status: expect.stringMatching(/unchanged|published/) });
  expect(world.calls()['sts:AssumeRole']).toBeLessThanOrEqual(1 + members.length);
  const unseen = () => world.harness.query(`select from entity_version where name = 'unseen' and to_seq is null`);
  expect(await unseen()).toEqual([]);
  await world.sync();
  expect(await unseen()).toHaveLength(1);
});
