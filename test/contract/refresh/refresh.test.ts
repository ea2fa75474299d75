import * as iam from '@aws-sdk/client-iam';
import * as store from '@aws-sdk/client-identitystore';
import { CreateAccountCommand } from '@aws-sdk/client-organizations';
import * as sso from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { currentFacts } from '../../database/sync/sync-harness.ts';
import { openRefreshedWorld, type RefreshedWorld } from './refresh-support.ts';

const { instanceArn: InstanceArn, identityStoreId: IdentityStoreId, memberAccountId, managementAccountId } = SMALL;
let world: RefreshedWorld;

beforeAll(async () => {
  world = await openRefreshedWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await world.sync();
  await world.advanceCursor();
  world.simulator.counters.clear();
});

const center = () => {
  const [found] = world.simulator.world.identityCenters;
  if (!found) throw new Error('the world has Identity Center');
  return found;
};
const group = (index = 0) => center().groups.all()[index]?.id ?? '';
const set = (index = 0) => center().permissionSets.all()[index]?.arn ?? '';
const memberIn = (groupId: string) => center().membershipsByGroup.of(groupId).all()[0];
const notIn = (groupId: string) => {
  const members = new Set(
    center()
      .membershipsByGroup.of(groupId)
      .all()
      .map(({ userId }) => userId),
  );
  return (
    center()
      .users.all()
      .find(({ id }) => !members.has(id))?.id ?? ''
  );
};
const assign = (op: 'create' | 'delete', awsAccountId: string, PermissionSetArn: string, PrincipalId: string) => {
  const input = {
    InstanceArn,
    TargetId: awsAccountId,
    TargetType: 'AWS_ACCOUNT',
    PermissionSetArn,
    PrincipalType: 'GROUP',
    PrincipalId,
  } as const;
  return op === 'create'
    ? world.somebody.ssoAdmin.send(new sso.CreateAccountAssignmentCommand(input))
    : world.somebody.ssoAdmin.send(new sso.DeleteAccountAssignmentCommand(input));
};
const join = (GroupId: string, UserId: string) =>
  world.somebody.identityStore.send(
    new store.CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } }),
  );
const leave = (MembershipId: string | undefined) =>
  world.somebody.identityStore.send(new store.DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId }));

/** What an increment knows afterwards is what a full run finds: nothing is left for it to change. */
async function expectNothingLeft() {
  const before = await currentFacts(world.harness);
  await world.sync();
  expect(before).toEqual(await currentFacts(world.harness));
}
const readCalls = () =>
  Object.entries(world.calls()).filter(([name]) => /:(List|Get|Describe)/.test(name) && !name.startsWith('sts:'));

describe('an increment', () => {
  it('reads the group that somebody joined, and nothing else', async () => {
    const groupId = group();
    await join(groupId, notIn(groupId));
    expect(await world.refresh()).toMatchObject({
      status: 'published',
      run: { opened: 1, closed: 0, scopesRead: 1, scopesFailed: 0 },
      events: 1,
      unknown: [],
    });
    expect(readCalls()).toEqual([['identitystore:ListGroupMemberships', 1]]);
    await expectNothingLeft();
  });

  it('finds the group of a membership that ended, though the event names neither', async () => {
    await leave(memberIn(group(2))?.id);
    expect(await world.refresh()).toMatchObject({ status: 'published', run: { opened: 0, closed: 1, scopesRead: 1 } });
    expect(readCalls()).toEqual([['identitystore:ListGroupMemberships', 1]]);
    await expectNothingLeft();
  });

  it('reads the pair of an assignment, once for many events', async () => {
    await assign('create', memberAccountId, set(), group(2));
    await assign('delete', memberAccountId, set(), group(2));
    await assign('create', memberAccountId, set(), group(2));
    expect(await world.refresh()).toMatchObject({ status: 'published', run: { scopesRead: 1 }, events: 3 });
    expect(readCalls().filter(([name]) => name === 'sso:ListAccountAssignments')).toEqual([
      ['sso:ListAccountAssignments', 1],
    ]);
    await expectNothingLeft();
  });

  it('in the AWS account that IAM is read of also finds the role that came with an assignment', async () => {
    await assign('create', managementAccountId, set(1), group());
    expect(await world.refresh()).toMatchObject({ status: 'published' });
    await expectNothingLeft();
  });

  it('reads a permission set anew, one that was made, and sees one that is gone', async () => {
    const { ssoAdmin } = world.somebody;
    const InlinePolicy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
    await ssoAdmin.send(
      new sso.PutInlinePolicyToPermissionSetCommand({ InstanceArn, PermissionSetArn: set(), InlinePolicy }),
    );
    const { PermissionSet } = await ssoAdmin.send(new sso.CreatePermissionSetCommand({ InstanceArn, Name: 'Fresh' }));
    expect(await world.refresh()).toMatchObject({ status: 'published', run: { opened: 1, changed: 1 } });
    await expectNothingLeft();
    await ssoAdmin.send(
      new sso.DeletePermissionSetCommand({ InstanceArn, PermissionSetArn: PermissionSet?.PermissionSetArn }),
    );
    expect(await world.refresh()).toMatchObject({ status: 'published', run: { opened: 0, closed: 1, changed: 0 } });
    await expectNothingLeft();
  });

  it('reads people and groups of the directory that came and went', async () => {
    const { identityStore } = world.somebody;
    const { UserId } = await identityStore.send(
      new store.CreateUserCommand({
        IdentityStoreId,
        UserName: 'new@small.example',
        DisplayName: 'New',
        Name: { GivenName: 'N', FamilyName: 'Ew' },
      }),
    );
    const { GroupId } = await identityStore.send(new store.CreateGroupCommand({ IdentityStoreId, DisplayName: 'New' }));
    await join(GroupId ?? '', UserId ?? '');
    expect(await world.refresh()).toMatchObject({ status: 'published', run: { opened: 3 } });
    await expectNothingLeft();
    await identityStore.send(new store.DeleteUserCommand({ IdentityStoreId, UserId }));
    await identityStore.send(new store.DeleteGroupCommand({ IdentityStoreId, GroupId }));
    expect(await world.refresh()).toMatchObject({ status: 'published', run: { opened: 0, closed: 3 } });
    await expectNothingLeft();
  });

  it('reads IAM of what changed there: whom a role trusts, who it reaches, members, policies', async () => {
    const { iam: client } = world.somebodyGlobal;
    await client.send(new iam.CreateUserCommand({ UserName: 'ann' }));
    await client.send(new iam.CreateGroupCommand({ GroupName: 'crew' }));
    const Principal = { AWS: `arn:aws:iam::${managementAccountId}:user/ann` };
    const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
    await client.send(
      new iam.CreateRoleCommand({
        RoleName: 'Reached',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await client.send(new iam.AttachRolePolicyCommand({ RoleName: 'Reached', PolicyArn }));
    expect(await world.refresh()).toMatchObject({ status: 'published', run: { scopesFailed: 0 } });
    await expectNothingLeft();
    world.simulator.counters.clear();
    await client.send(new iam.AddUserToGroupCommand({ GroupName: 'CREW', UserName: 'ann' }));
    expect(await world.refresh()).toMatchObject({ status: 'published', run: { opened: 1, scopesRead: 1 } });
    expect(readCalls()).toEqual([['iam:GetGroup', 1]]);
    await expectNothingLeft();
  });

  it('leaves alone what only read, was refused, or is of another service', async () => {
    await world.somebody.identityStore.send(new store.ListUsersCommand({ IdentityStoreId }));
    await world.somebodyGlobal.iam.send(new iam.DeleteUserCommand({ UserName: 'nobody' })).catch(() => {});
    expect(await world.refresh()).toMatchObject({ status: 'unchanged', events: 0 });
    expect(await runs()).toBe(0);
  });

  it('takes each event once', async () => {
    const groupId = group(1);
    await join(groupId, notIn(groupId));
    expect(await world.refresh()).toMatchObject({ status: 'published', events: 1 });
    expect(await world.refresh()).toMatchObject({ status: 'unchanged', events: 0 });
  });

  it('changes nothing of the connector: no gap, no schedule, no last full sync', async () => {
    const of = () =>
      world.harness.query('select status, last_synced_at, next_sync_at from connector where id = $1', [
        world.connectorId,
      ]);
    const before = await of();
    const groupId = group(1);
    await join(groupId, notIn(groupId));
    expect(await world.refresh()).toMatchObject({ status: 'published' });
    expect(await of()).toEqual(before);
  });

  // Last, since it moves AWS's clock.
  it('reads the AWS accounts of the organization when one was made', async () => {
    await world.somebodyGlobal.organizations.send(
      new CreateAccountCommand({ AccountName: 'fresh', Email: 'fresh@small.example' }),
    );
    await world.advance(60_000);
    expect(await world.refresh()).toMatchObject({ status: 'published' });
    await expectNothingLeft();
  });
});

const runs = async () =>
  Number(
    (
      await world.harness.query<{ count: string }>(
        `select count(*) from sync_run where kind = 'incremental' and seq > (select max(seq) from sync_run where kind = 'full')`,
      )
    )[0]?.count,
  );
