import * as sso from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { type Clients, clientsFor, refusal } from '../../../testing/clients.ts';
import { SMALL } from '../../../worlds/small.ts';

const { instanceArn: InstanceArn } = SMALL;
let simulator: Simulator;
let client: Clients['ssoAdmin'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = clientsFor(simulator.url, simulator.credentials.administrator).ssoAdmin;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

function setOf(name: string) {
  const set = simulator.world.identityCenters[0]?.permissionSets.all().find((one) => one.name === name);
  return { InstanceArn, PermissionSetArn: set?.arn ?? '' };
}

const managed = (name: string) => ({ ManagedPolicyArn: `arn:aws:iam::aws:policy/${name}` });

describe('a permission set', () => {
  it('changes by what is given, and keeps the rest', async () => {
    const set = setOf('ReadOnlyAccess');
    await client.send(new sso.UpdatePermissionSetCommand({ ...set, SessionDuration: 'PT4H', RelayState: 'https://x' }));
    const { PermissionSet: described } = await client.send(new sso.DescribePermissionSetCommand(set));
    expect(described).toMatchObject({
      Name: 'ReadOnlyAccess',
      Description: 'Look, not touch',
      SessionDuration: 'PT4H',
      RelayState: 'https://x',
    });
  });

  it('lasts one to twelve hours', async () => {
    for (const SessionDuration of ['PT59M', 'PT13H', 'P1D', 'PT0S', 'P']) {
      const command = new sso.UpdatePermissionSetCommand({ ...setOf('Unused'), SessionDuration });
      expect(await refusal(client.send(command))).toMatchObject({ name: 'ValidationException', status: 400 });
    }
  });

  it('is deleted only when no AWS account has it', async () => {
    const used = client.send(new sso.DeletePermissionSetCommand(setOf('ReadOnlyAccess')));
    expect(await refusal(used)).toEqual({
      name: 'ConflictException',
      status: 400,
      message: 'Could not delete because PermissionSet has ApplicationProfile associated with it.',
    });
    const unused = setOf('Unused');
    await client.send(new sso.DeletePermissionSetCommand(unused));
    expect(await refusal(client.send(new sso.DescribePermissionSetCommand(unused)))).toMatchObject({
      name: 'ResourceNotFoundException',
      status: 400,
    });
  });

  it('is not deleted while an assignment of it is on its way', async () => {
    const PrincipalId = simulator.world.identityCenters[0]?.users.all()[0]?.id ?? '';
    await client.send(
      new sso.CreateAccountAssignmentCommand({
        ...setOf('Unused'),
        PrincipalId,
        PrincipalType: 'USER',
        TargetId: SMALL.memberAccountId,
        TargetType: 'AWS_ACCOUNT',
      }),
    );
    const command = new sso.DeletePermissionSetCommand(setOf('Unused'));
    expect(await refusal(client.send(command))).toMatchObject({ name: 'ConflictException' });
  });

  it('has a name of its own', async () => {
    const command = new sso.CreatePermissionSetCommand({ InstanceArn, Name: 'Unused' });
    expect(await refusal(client.send(command))).toEqual({
      name: 'ConflictException',
      status: 400,
      message: 'PermissionSet with name Unused already exists.',
    });
  });
});

describe('policies of a set', () => {
  it('of AWS are attached once and detached', async () => {
    const set = setOf('Unused');
    const attach = () =>
      client.send(new sso.AttachManagedPolicyToPermissionSetCommand({ ...set, ...managed('SecurityAudit') }));
    await attach();
    expect(await refusal(attach())).toMatchObject({ name: 'ConflictException' });
    const detach = () =>
      client.send(new sso.DetachManagedPolicyFromPermissionSetCommand({ ...set, ...managed('SecurityAudit') }));
    await detach();
    expect(await refusal(detach())).toMatchObject({ name: 'ResourceNotFoundException' });
    const unknown = new sso.AttachManagedPolicyToPermissionSetCommand({ ...set, ...managed('NoSuchPolicy') });
    expect(await refusal(client.send(unknown))).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
  });

  it('of the customer are names, twenty at most with those of AWS', async () => {
    const set = setOf('ReadOnlyAccess');
    const attach = (Name: string) =>
      client.send(
        new sso.AttachCustomerManagedPolicyReferenceToPermissionSetCommand({
          ...set,
          CustomerManagedPolicyReference: { Name, Path: '/team/' },
        }),
      );
    for (let index = 0; index < 19; index += 1) await attach(`policy-${index}`);
    expect(await refusal(attach('policy-0'))).toMatchObject({ name: 'ConflictException' });
    expect(await refusal(attach('one-more'))).toMatchObject({ name: 'ServiceQuotaExceededException', status: 400 });
    const list = new sso.ListCustomerManagedPolicyReferencesInPermissionSetCommand({ ...set, MaxResults: 10 });
    const page = await client.send(list);
    expect(page.CustomerManagedPolicyReferences).toHaveLength(10);
    expect(page.NextToken).toBeDefined();
  });

  it('have a boundary of one kind or none', async () => {
    const set = setOf('Unused');
    const get = () => client.send(new sso.GetPermissionsBoundaryForPermissionSetCommand(set));
    expect(await refusal(get())).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
    const put = (PermissionsBoundary: sso.PermissionsBoundary) =>
      client.send(new sso.PutPermissionsBoundaryToPermissionSetCommand({ ...set, PermissionsBoundary }));
    const CustomerManagedPolicyReference = { Name: 'boundary', Path: '/' };
    for (const wish of [{}, { ...managed('SecurityAudit'), CustomerManagedPolicyReference }]) {
      expect(await refusal(put(wish))).toMatchObject({ name: 'ValidationException', status: 400 });
    }
    await put({ CustomerManagedPolicyReference: { Name: 'boundary' } });
    expect((await get()).PermissionsBoundary).toEqual({ CustomerManagedPolicyReference });
    await client.send(new sso.DeletePermissionsBoundaryFromPermissionSetCommand(set));
    expect(await refusal(get())).toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('tags', () => {
  const tag = (ResourceArn: string, Tags: sso.Tag[]) =>
    client.send(new sso.TagResourceCommand({ InstanceArn, ResourceArn, Tags }));

  it('are of a permission set or of the instance, fifty at most', async () => {
    await tag(InstanceArn, [{ Key: 'owner', Value: 'platform' }]);
    await tag(InstanceArn, [{ Key: 'owner', Value: 'security' }]);
    const { Tags: tags } = await client.send(new sso.ListTagsForResourceCommand({ ResourceArn: InstanceArn }));
    expect(tags).toEqual([{ Key: 'owner', Value: 'security' }]);
    const { PermissionSetArn } = setOf('Unused');
    const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    expect(await refusal(tag(PermissionSetArn, many))).toMatchObject({ name: 'ServiceQuotaExceededException' });
    const twice = [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ];
    expect(await refusal(tag(PermissionSetArn, twice))).toMatchObject({ name: 'ValidationException' });
  });
});
