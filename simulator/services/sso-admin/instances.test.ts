import { CreateGroupCommand, ListGroupsCommand } from '@aws-sdk/client-identitystore';
import * as sso from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { SMALL } from '../../worlds/small.ts';

let simulator: Simulator;
let admin: Clients;
let member: Clients;
let delegate: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  admin = clientsFor(simulator.url, simulator.credentials.administrator);
  member = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
  delegate = clientsFor(simulator.url, simulator.credentials.delegatedAdministrator);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

async function createOwn(clients = member): Promise<string> {
  const Tags = [{ Key: 'purpose', Value: 'trial' }];
  return (await clients.ssoAdmin.send(new sso.CreateInstanceCommand({ Name: 'own', Tags }))).InstanceArn ?? '';
}

describe('an account instance', () => {
  it('has its own directory, and no permission sets or assignments', async () => {
    const InstanceArn = await createOwn();
    const described = await member.ssoAdmin.send(new sso.DescribeInstanceCommand({ InstanceArn }));
    expect(described).toMatchObject({
      OwnerAccountId: SMALL.memberAccountId,
      Name: 'own',
      Status: 'ACTIVE',
      PermissionSetsEnabled: false,
    });
    const IdentityStoreId = described.IdentityStoreId ?? '';
    await member.identityStore.send(new CreateGroupCommand({ IdentityStoreId, DisplayName: 'Own people' }));
    const { Groups: groups } = await member.identityStore.send(new ListGroupsCommand({ IdentityStoreId }));
    expect(groups).toHaveLength(1);
    const PermissionSetArn = `${InstanceArn.replace(':instance/', ':permissionSet/')}/ps-0123456789abcdef`;
    const AccountId = SMALL.memberAccountId;
    const principal = { PrincipalType: 'USER' as const, PrincipalId: '11111111-1111-4111-8111-111111111111' };
    for (const command of [
      new sso.ListPermissionSetsCommand({ InstanceArn }),
      new sso.CreatePermissionSetCommand({ InstanceArn, Name: 'x' }),
      new sso.ListAccountAssignmentsCommand({ InstanceArn, AccountId, PermissionSetArn }),
      new sso.ListAccountAssignmentsForPrincipalCommand({ InstanceArn, ...principal }),
      new sso.ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId }),
    ]) {
      expect(await refusal(member.ssoAdmin.send(command as sso.ListPermissionSetsCommand))).toEqual({
        name: 'ValidationException',
        status: 400,
        message: 'The operation is not supported for this Identity Center instance',
      });
    }
  });

  it('is listed beside the organization’s, to its own AWS account only, in its own region only', async () => {
    const own = await createOwn();
    const listed = async (clients: Clients) =>
      ((await clients.ssoAdmin.send(new sso.ListInstancesCommand({}))).Instances ?? []).map((one) => one.InstanceArn);
    expect((await listed(member)).sort()).toEqual([own, SMALL.instanceArn].sort());
    expect(await listed(admin)).toEqual([SMALL.instanceArn]);
    expect(await listed(clientsFor(simulator.url, simulator.credentials.memberAdministrator, 'us-east-1'))).toEqual([]);
    const foreign = admin.ssoAdmin.send(new sso.DescribeInstanceCommand({ InstanceArn: own }));
    expect(await refusal(foreign)).toMatchObject({ name: 'AccessDeniedException', status: 400 });
  });

  it('is made once, renamed, and deleted by its owner', async () => {
    const InstanceArn = await createOwn();
    expect(await refusal(createOwn())).toMatchObject({ name: 'ConflictException', status: 400 });
    await member.ssoAdmin.send(new sso.UpdateInstanceCommand({ InstanceArn, Name: 'renamed' }));
    expect((await member.ssoAdmin.send(new sso.DescribeInstanceCommand({ InstanceArn }))).Name).toBe('renamed');
    await member.ssoAdmin.send(new sso.DeleteInstanceCommand({ InstanceArn }));
    expect(await refusal(member.ssoAdmin.send(new sso.DescribeInstanceCommand({ InstanceArn })))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('is for an AWS account outside any organization too', async () => {
    const alone = await startSimulator({ world: 'empty', throttling: false });
    try {
      const clients = clientsFor(alone.url, alone.credentials.administrator);
      const InstanceArn = await createOwn(clients);
      const described = await clients.ssoAdmin.send(new sso.DescribeInstanceCommand({ InstanceArn }));
      expect(described.PermissionSetsEnabled).toBe(false);
    } finally {
      await alone.stop();
    }
  });
});

describe('the organization’s instance', () => {
  it('is not made by this API', async () => {
    expect(await refusal(createOwn(admin))).toEqual({
      name: 'ValidationException',
      status: 400,
      message: 'Organization management account is not allowed to perform the operation.',
    });
  });

  it('is renamed and deleted by the management account only, and its roles go with it', async () => {
    const InstanceArn = SMALL.instanceArn;
    for (const command of [
      new sso.UpdateInstanceCommand({ InstanceArn, Name: 'x' }),
      new sso.DeleteInstanceCommand({ InstanceArn }),
    ]) {
      expect(await refusal(delegate.ssoAdmin.send(command as sso.DeleteInstanceCommand))).toMatchObject({
        name: 'AccessDeniedException',
        status: 400,
      });
    }
    const reserved = () =>
      [...simulator.world.awsAccounts.values()].flatMap(({ roles, samlProviders }) => [
        ...roles.all().filter(({ path }) => path.startsWith('/aws-reserved/sso.amazonaws.com/')),
        ...samlProviders.all().filter(({ arn }) => arn.includes('AWSSSO_')),
      ]);
    expect(reserved().length).toBeGreaterThan(0);
    await admin.ssoAdmin.send(new sso.DeleteInstanceCommand({ InstanceArn }));
    expect(reserved()).toEqual([]);
    expect((await admin.ssoAdmin.send(new sso.ListInstancesCommand({}))).Instances).toEqual([]);
  });
});
