import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { randomIds } from '../../../src/adapters/crypto/node-crypto.ts';
import { manualTaskViews } from '../../../src/adapters/postgres/access/manual-task-views.ts';
import { requestablesOf } from '../../../src/adapters/postgres/access/requests/requestables.ts';
import type { ExecuteSql } from '../../../src/adapters/postgres/database.ts';
import type { Right } from '../../../src/core/access/model/right.ts';
import { recordRevocation } from '../../../src/core/access/record-revocation.ts';
import { removeMemberRole } from '../../support/member-roles.ts';
import { connectorId, personId } from '../provisioning/lease-world.ts';
import { group, memberExternalId, memberRoleName, openTwinWorld, type TwinWorld } from './open-twin-world.ts';

let world: TwinWorld;
beforeEach(async () => {
  world = await openTwinWorld();
}, 60_000);
afterEach(() => world.close());

const hasAwsCli = await promisify(execFile)('aws', ['--version']).then(
  () => true,
  () => false,
);
const signIn = `Sign in to AWS account ${SMALL.memberAccountId} and open IAM > User groups > ${group}.`;
const taskTo = async (change: 'grant' | 'remove') => (await world.tasks()).find((task) => task.change === change);

/** A lease that is active, as a person made it so in the other AWS account. */
async function activeLease(): Promise<string> {
  const lease = await world.lease(world.right, { minutes: 60 });
  await world.settle(2);
  await world.add(world.there);
  await world.done(await taskTo('grant'));
  await world.settle(2);
  expect(await world.leaseRow(lease)).toMatchObject({ status: 'active' });
  return lease;
}

describe('a lease of an IAM group in another AWS account, with provisioning on', () => {
  it('becomes a task in that AWS account, and writes nothing in either', async () => {
    await world.lease(world.right);
    await world.settle(3);
    expect(await world.units()).toEqual([SMALL.memberAccountId]);
    const [task, ...more] = await world.tasks();
    expect(more).toEqual([]);
    expect(task).toMatchObject({ change: 'grant', status: 'open' });
    expect(task?.instructions.console[0]).toBe(signIn);
    expect(await world.members()).toEqual([[], []]);
    const owner = { personId: personId('per_owner'), roles: [] };
    const { items } = await manualTaskViews(world.database).list(owner, { limit: 10 });
    expect(items).toMatchObject([{ reason: 'other-aws-account' }]);
    expect(await world.notifications('manual-task')).toMatchObject([
      { body: expect.stringContaining(`in AWS account ${SMALL.memberAccountId}, where Countersign only reads`) },
    ]);
  });

  it('is active once AWS shows it there, whatever the group of the same name at home holds, and is shown at once', async () => {
    const lease = await world.lease(world.right);
    await world.settle(2);
    await world.add(world.here);
    await world.done(await taskTo('grant'));
    await world.settle(2);
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'activating' });
    expect(await taskTo('grant')).toMatchObject({ status: 'open' });

    await world.add(world.there);
    await world.done(await taskTo('grant'));
    await world.settle(2);
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'active' });
    // The one listing that was read again is the other AWS account's.
    const grants = await world.query(
      `select e.target_id, g.principal_id from grant_fact g join entitlement e on e.id = g.entitlement_id
       where e.target_id = any($1) and g.to_seq is null`,
      [[world.right.targetId, world.rightHere.targetId]],
    );
    expect(grants).toEqual([{ target_id: world.right.targetId, principal_id: world.right.principalId }]);
  });

  it('ends by a task too, and only when AWS shows there that it is gone', async () => {
    const lease = await activeLease();
    await world.add(world.here);
    await world.moveClock(61);
    await world.settle(3);
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'ending' });
    expect(await taskTo('remove')).toMatchObject({
      status: 'open',
      instructions: { console: [signIn, expect.anything()] },
    });
    expect(await world.members()).toEqual([['twin'], ['twin']]);

    await world.remove(world.there);
    await world.settle(2);
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'ended' });
    expect(await world.members()).toEqual([['twin'], []]);
  });

  it.runIf(hasAwsCli)('has a command that does it there, and refuses the keys of another AWS account', async () => {
    await world.lease(world.right);
    await world.settle(2);
    const { administrator, memberAdministrator } = world.simulator.credentials;
    const task = await taskTo('grant');
    await expect(world.run(task, administrator)).rejects.toMatchObject({
      stderr: expect.stringContaining(`It is in AWS account ${SMALL.memberAccountId}`),
    });
    expect(await world.members()).toEqual([[], []]);
    await world.run(task, memberAdministrator);
    expect(await world.members()).toEqual([[], ['twin']]);
  });

  it('is not written by the adapter either, should anybody ask it to', async () => {
    await world.add(world.here);
    await world.add(world.there);
    const idOf = async (id: number) =>
      (await world.query<{ id: string }>('select native_id as id from entity where id = $1', [id]))[0]?.id ?? '';
    const session = world.ports.provisioner.open({ ...world.role.connection, memberRoleName, memberExternalId });
    const membership = {
      kind: 'iam-membership',
      awsAccountId: SMALL.memberAccountId,
      groupId: await idOf(world.right.targetId),
      groupName: group,
      userId: await idOf(world.right.principalId),
    } as const;
    expect(await session.observe(membership)).toBe('present');
    for (const change of ['grant', 'remove'] as const)
      await expect(session.start(membership, change)).rejects.toMatchObject({ problem: { code: 'not-writable' } });
    session.close();
    expect(await world.members()).toEqual([['twin'], ['twin']]);
  });
});

it('such a group can be asked for, by who has an IAM user in its AWS account, and belongs to that one’s unit of work', async () => {
  const executeSql: ExecuteSql = (text, values) => world.database.pool.query(text, values);
  const refOf = ({ targetId }: Right) => ({ kind: 'group-member', groupId: `ent_${targetId}` }) as const;
  const [there, here] = await requestablesOf(executeSql, [refOf(world.right), refOf(world.rightHere)]);
  expect(there).toMatchObject({
    name: group,
    connectorId,
    unitKey: SMALL.memberAccountId,
    awsAccount: { awsAccountId: SMALL.memberAccountId },
  });
  expect(here).toMatchObject({ unitKey: SMALL.managementAccountId });
  expect(there?.identityParentId).not.toBe(here?.identityParentId);
});

it('a lease of the group of the same name at home is written there, and nowhere else', async () => {
  const lease = await world.lease(world.rightHere);
  await world.settle(3);
  expect(await world.leaseRow(lease)).toMatchObject({ status: 'active' });
  expect(await world.tasks()).toEqual([]);
  expect(await world.members()).toEqual([['twin'], []]);
});

it('a revocation of such a membership is a task, done when AWS shows there that it is gone', async () => {
  await world.add(world.here);
  await world.add(world.there);
  await world.sync();
  const id = randomIds.next('rvk');
  const now = await world.ports.clock.now();
  const decidedBy = personId('per_owner');
  await world.ports.transact((unit) =>
    recordRevocation(unit, {
      id,
      right: world.right,
      reason: 'Not needed any more',
      decidedBy,
      actor: { kind: 'person', personId: decidedBy },
      source: { kind: 'owner', id: decidedBy },
      now,
    }),
  );
  const status = async () => (await world.query('select unit_key, status from revocation where id = $1', [id]))[0];
  await world.settle(3);
  expect(await status()).toEqual({ unit_key: SMALL.memberAccountId, status: 'task' });
  expect((await taskTo('remove'))?.instructions.console[0]).toBe(signIn);
  expect(await world.members()).toEqual([['twin'], ['twin']]);
  await world.remove(world.there);
  await world.done(await taskTo('remove'));
  await world.settle(2);
  expect(await status()).toMatchObject({ status: 'done' });
  expect(await world.members()).toEqual([['twin'], []]);
});

describe('when the AWS account of the group is out of reach', () => {
  const takeRole = async () => {
    await world.there.send(new DeleteRolePolicyCommand({ RoleName: memberRoleName, PolicyName: 'All' }));
    await removeMemberRole(world.roles, SMALL.memberAccountId);
  };

  it('the end of a lease is a task all the same, and the lease is over when it can be seen again', async () => {
    const lease = await activeLease();
    await takeRole();
    await world.moveClock(61);
    await world.settle(3);
    const outOfReach = { code: 'aws-account-out-of-reach', awsError: expect.stringContaining(memberRoleName) };
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'ending', failure: outOfReach });
    expect((await taskTo('remove'))?.instructions.console[0]).toBe(signIn);

    await world.remove(world.there);
    await world.done(await taskTo('remove'));
    await world.settle(3);
    // Nobody can say that it is not so: what was said to be done stays said, and proves nothing.
    expect(await taskTo('remove')).toMatchObject({ status: 'done' });
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'ending' });

    await world.deploy();
    await world.settle(2);
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'ended', failure: null });
  });

  it('since the connector reads no other AWS account any more: the reason says so, and AWS is not asked', async () => {
    const lease = await activeLease();
    await world.query('update connector set member_role_name = null');
    await world.moveClock(61);
    await world.settle(2);
    expect(await world.leaseRow(lease)).toMatchObject({
      status: 'ending',
      failure: { code: 'aws-account-out-of-reach', awsError: null },
    });
    expect(await taskTo('remove')).toMatchObject({ status: 'open' });
  });

  it('nobody is asked to give what may be there already, and the reason says why it waits', async () => {
    await takeRole();
    const lease = await world.lease(world.right);
    await world.settle(3);
    expect(await world.leaseRow(lease)).toMatchObject({
      status: 'activating',
      failure: { code: 'aws-account-out-of-reach' },
    });
    expect(await world.tasks()).toEqual([]);
    expect(await world.notifications('provisioning-stuck')).toHaveLength(1);
  });
});
