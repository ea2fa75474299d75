import { CreateUserCommand, type IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MANAGEMENT } from '../../../simulator/worlds/demo/organization.ts';
import { enterMember, type MemberRoles, memberActions, setMemberActions } from '../../support/member-roles.ts';
import { openRefreshedWorld, type RefreshedWorld } from '../refresh/refresh-support.ts';
import { deployMembers, memberRoleName } from './open-member-world.ts';

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
  ({ roles, members } = await deployMembers(world.simulator, world.role));
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
