import * as iam from '@aws-sdk/client-iam';
import * as store from '@aws-sdk/client-identitystore';
import * as sso from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Clients, clientsFor } from '../../../simulator/testing/clients.ts';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { createViews } from '../../../src/adapters/postgres/views/create-views.ts';
import type { PersonId } from '../../../src/core/shared/ids.ts';
import { openRefreshedWorld, type RefreshedWorld } from './refresh-support.ts';

const { instanceArn: InstanceArn, identityStoreId: IdentityStoreId, memberAccountId, managementAccountId } = SMALL;
const somebody = `arn:aws:iam::${managementAccountId}:user/terraform-bootstrap`;
const viewer = { personId: 'per_1' as PersonId, roles: ['super-administrator'] as const };
let world: RefreshedWorld;

beforeAll(async () => {
  world = await openRefreshedWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await world.sync();
  await world.advanceCursor();
});

const center = () => {
  const [found] = world.simulator.world.identityCenters;
  if (!found) throw new Error('the world has Identity Center');
  return found;
};
/** Of the newest publication: what happened, by which call of whom. */
async function newest(): Promise<string[]> {
  const { items } = await createViews(world.harness.database).changes(viewer, { limit: 100 });
  return items
    .filter(({ runNumber }) => runNumber === items[0]?.runNumber)
    .map(({ op, cause }) => {
      const event = cause.by === 'outside' ? cause.event : null;
      return `${op} by ${event ? `${event.name} of ${event.actor} from ${event.sourceIp}` : cause.words}`;
    })
    .sort();
}
async function assumed(RoleArn: string, RoleSessionName: string, clients: Clients, ExternalId?: string) {
  const { Credentials } = await clients.sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName, ...(ExternalId && { ExternalId }) }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const [own, global] = [SMALL.region, 'us-east-1'].map((region) =>
    clientsFor(world.simulator.url, credentials, region),
  ) as [Clients, Clients];
  return { own, global };
}
const by = (name: string, actor = somebody) => `by ${name} of ${actor} from 127.0.0.1`;
const assign = (awsAccountId = memberAccountId) => {
  const [set] = center().permissionSets.all();
  const [group] = center().groups.all();
  const input = {
    InstanceArn,
    TargetId: awsAccountId,
    TargetType: 'AWS_ACCOUNT',
    PermissionSetArn: set?.arn,
    PrincipalType: 'GROUP',
    PrincipalId: group?.id,
  } as const;
  return input;
};

describe('a change outside Countersign', () => {
  it('of an assignment or membership has the name of who made it', async () => {
    await world.somebody.ssoAdmin.send(new sso.CreateAccountAssignmentCommand(assign()));
    const { UserId } = await world.somebody.identityStore.send(
      new store.CreateUserCommand({
        IdentityStoreId,
        UserName: 'new@small.example',
        DisplayName: 'New',
        Name: { GivenName: 'N', FamilyName: 'Ew' },
      }),
    );
    const GroupId = center().groups.all()[0]?.id;
    await world.somebody.identityStore.send(
      new store.CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId: UserId ?? '' } }),
    );
    expect(await world.refresh()).toMatchObject({ status: 'published' });
    expect(await newest()).toEqual([
      `appeared ${by('CreateUser')}`,
      `granted ${by('CreateAccountAssignment')}`,
      `granted ${by('CreateGroupMembership')}`,
    ]);
    await world.somebody.identityStore.send(new store.DeleteUserCommand({ IdentityStoreId, UserId }));
    expect(await world.refresh()).toMatchObject({ status: 'published' });
    expect(await newest()).toEqual([`removed ${by('DeleteUser')}`, `vanished ${by('DeleteUser')}`]);
  });

  it('of IAM has the session that made it', async () => {
    const RoleName = 'NightShift';
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const trust = { Effect: 'Allow', Principal: { AWS: managementAccountId }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await world.somebodyGlobal.iam.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await world.somebodyGlobal.iam.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await world.refresh();
    const client = (await assumed(`arn:aws:iam::${managementAccountId}:role/${RoleName}`, 'ada', world.somebody)).global
      .iam;
    const actor = `arn:aws:sts::${managementAccountId}:assumed-role/${RoleName}/ada`;
    await client.send(new iam.CreateUserCommand({ UserName: 'ann' }));
    await client.send(new iam.AttachUserPolicyCommand({ UserName: 'ann', PolicyArn }));
    expect(await world.refresh()).toMatchObject({ status: 'published' });
    expect(await newest()).toEqual([`appeared ${by('CreateUser', actor)}`, `granted ${by('AttachUserPolicy', actor)}`]);
  });

  it('that a full run found first gets its name from the event that comes after', async () => {
    await world.events(3_600_000);
    await world.somebody.ssoAdmin.send(new sso.DeleteAccountAssignmentCommand(assign()));
    await world.sync();
    expect(await newest()).toEqual(['removed by outside Countersign']);
    await world.events(0);
    expect(await world.refresh()).toMatchObject({ events: 1 });
    expect(await newest()).toEqual([`removed ${by('DeleteAccountAssignment')}`]);
    // For good: nothing that comes later changes whose it was.
    await world.refresh();
    expect(await newest()).toEqual([`removed ${by('DeleteAccountAssignment')}`]);
  });

  it('that no event explains stays plain', async () => {
    const [set] = center().permissionSets.all();
    const [user] = center().users.all();
    const found = { awsAccountId: memberAccountId, permissionSetArn: set?.arn ?? '' };
    center().addAssignment({ ...found, principalType: 'USER', principalId: user?.id ?? '' });
    await world.somebody.ssoAdmin.send(new sso.CreateAccountAssignmentCommand(assign()));
    expect(await world.refresh()).toMatchObject({ status: 'published' });
    expect(await newest()).toEqual([`granted ${by('CreateAccountAssignment')}`, 'granted by outside Countersign']);
  });
});

it('a call of our own is no event of somebody else, and asks for no reading', async () => {
  const RoleName = 'Countersign';
  await world.role.iam.send(
    new iam.PutRolePolicyCommand({
      RoleName,
      PolicyName: 'Write',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'identitystore:*', Resource: '*' }],
      }),
    }),
  );
  await world.refresh();
  const product = clientsFor(world.simulator.url, world.simulator.credentials.countersign);
  const { roleArn, externalId } = world.role.connection;
  const { own: ours } = await assumed(roleArn, 'countersign-write-con_small', product, externalId ?? undefined);
  await ours.identityStore.send(new store.CreateGroupCommand({ IdentityStoreId, DisplayName: 'ours' }));
  expect(await world.refresh()).toMatchObject({ status: 'unchanged', events: 0 });
});
