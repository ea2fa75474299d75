import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetGroupCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { completeManualTask } from '../../../src/core/access/complete-manual-task.ts';
import type { Right } from '../../../src/core/access/model/right.ts';
import type { ManualTaskId } from '../../../src/core/access/provisioning-ports.ts';
import { memberActions } from '../../support/member-roles.ts';
import { roleName } from '../aws-support.ts';
import { type LeaseWorld, openLeaseWorld, personId } from '../provisioning/lease-world.ts';

const memberRoleName = 'CountersignMember';
const group = 'Twins';
let world: LeaseWorld;
let there: IAMClient;
let here: IAMClient;
let right: Right;

const membersOf = async (iam: IAMClient) =>
  (await iam.send(new GetGroupCommand({ GroupName: group }))).Users?.map(({ UserName }) => UserName);
const tasks = () =>
  world.query<{ id: ManualTaskId; change: string; status: string; instructions: { console: string[] } }>(
    'select * from manual_task order by created_at, id',
  );

/** A group and a user of the same names in both AWS accounts; the connector reads both, and may write in its own. */
beforeAll(async () => {
  world = await openLeaseWorld();
  const { simulator, role } = world;
  const client = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
    new IAMClient({ endpoint: simulator.url, region: 'us-east-1', credentials });
  here = client(simulator.credentials.administrator);
  there = client(simulator.credentials.memberAdministrator);
  for (const iam of [here, there]) {
    await iam.send(new CreateGroupCommand({ GroupName: group }));
    await iam.send(new CreateUserCommand({ UserName: 'twin' }));
  }
  const statement = (Action: readonly string[] | string, Resource = '*') =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
  await here.send(
    new PutRolePolicyCommand({
      RoleName: roleName,
      PolicyName: 'Members',
      PolicyDocument: statement('sts:AssumeRole', `arn:aws:iam::*:role/${memberRoleName}`),
    }),
  );
  const Condition = {
    StringEquals: { 'sts:ExternalId': 'cs-of-members', 'aws:PrincipalOrgID': SMALL.organizationId },
  };
  const trust = { Effect: 'Allow', Principal: { AWS: role.connection.roleArn }, Action: 'sts:AssumeRole', Condition };
  await there.send(
    new CreateRoleCommand({
      RoleName: memberRoleName,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  // It could: that nothing is written there is our rule, not AWS's.
  await there.send(
    new PutRolePolicyCommand({
      RoleName: memberRoleName,
      PolicyName: 'All',
      PolicyDocument: statement([...memberActions, 'iam:*']),
    }),
  );
  await world.query(`update connector set member_role_name = $1, member_external_id = 'cs-of-members'`, [
    memberRoleName,
  ]);
  expect(await world.sync()).toMatchObject({ status: 'published' });
  const idIn = async (kind: number, name: string) => {
    const [found] = await world.query<{ id: number }>(
      `select v.entity_id as id from entity_version v join entity p on p.id = v.parent_id
       where v.kind = $1 and v.name = $2 and p.native_id = $3 and v.to_seq is null`,
      [kind, name, SMALL.memberAccountId],
    );
    return found?.id ?? 0;
  };
  right = {
    kind: 'group-member',
    targetId: await idIn(8, group),
    permissionSetId: null,
    principalId: await idIn(7, 'twin'),
  };
}, 60_000);
afterAll(async () => {
  here.destroy();
  there.destroy();
  await world.close();
});

describe('a lease of an IAM group in another AWS account', () => {
  it('becomes a task in that AWS account, and writes nothing in either', async () => {
    await world.lease(right, { minutes: 60 });
    await world.settle(3);
    expect(await world.units()).toEqual([SMALL.memberAccountId]);
    const [task, ...more] = await tasks();
    expect(more).toEqual([]);
    expect(task).toMatchObject({ change: 'grant', status: 'open' });
    expect(task?.instructions.console[0]).toBe(
      `Sign in to AWS account ${SMALL.memberAccountId} and open IAM > User groups > ${group}.`,
    );
    expect([await membersOf(here), await membersOf(there)]).toEqual([[], []]);
  });

  it('is active once a person has done it there, as AWS shows it there', async () => {
    const [task] = await tasks();
    const done = () =>
      completeManualTask(world.ports, {
        viewer: { personId: personId('per_owner'), roles: [] },
        actor: { kind: 'person', personId: personId('per_owner') },
        id: task?.id as ManualTaskId,
        isSeen: true,
      });
    // In the wrong AWS account: nobody is fooled by the same names.
    await here.send(new AddUserToGroupCommand({ GroupName: group, UserName: 'twin' }));
    await world.settle(2);
    expect((await world.query<{ status: string }>('select status from lease'))[0]?.status).toBe('activating');
    await there.send(new AddUserToGroupCommand({ GroupName: group, UserName: 'twin' }));
    await done();
    await world.settle(3);
    expect((await world.query<{ status: string }>('select status from lease'))[0]?.status).toBe('active');
  });

  it('asks for its end there too, and is ended only when AWS shows that it is gone', async () => {
    await world.moveClock(61);
    await world.settle(3);
    const asked = (await tasks()).find(({ change }) => change === 'remove');
    expect(asked).toMatchObject({ status: 'open' });
    expect(asked?.instructions.console[0]).toContain(SMALL.memberAccountId);
    expect([await membersOf(here), await membersOf(there)]).toEqual([['twin'], ['twin']]);
    expect((await world.query<{ status: string }>('select status from lease'))[0]?.status).not.toBe('ended');
  });

  it('is not written by the adapter either, should anybody ask it to', async () => {
    const [found] = await world.query<{ id: string }>('select native_id as id from entity where id = $1', [
      right.targetId,
    ]);
    const [user] = await world.query<{ id: string }>('select native_id as id from entity where id = $1', [
      right.principalId,
    ]);
    const session = world.ports.provisioner.open({
      ...world.role.connection,
      memberRoleName,
      memberExternalId: 'cs-of-members',
    });
    const membership = {
      kind: 'iam-membership',
      awsAccountId: SMALL.memberAccountId,
      groupId: found?.id ?? '',
      groupName: group,
      userId: user?.id ?? '',
    } as const;
    expect(await session.observe(membership)).toBe('present');
    await expect(session.start(membership, 'remove')).rejects.toMatchObject({ problem: { code: 'not-writable' } });
    session.close();
    expect([await membersOf(here), await membersOf(there)]).toEqual([['twin'], ['twin']]);
  });
});
