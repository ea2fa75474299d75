import * as store from '@aws-sdk/client-identitystore';
import { ListAccountsCommand } from '@aws-sdk/client-sso';
import {
  CreateAccountAssignmentCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListPermissionSetsCommand,
} from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { control } from '../../testing/control.ts';
import { ENTERPRISE, ScimClient, userNamed } from '../../testing/scim-client.ts';
import { SignIn } from '../../testing/sign-in.ts';
import { SMALL } from '../../worlds/small.ts';

const { identityStoreId: IdentityStoreId, instanceArn: InstanceArn } = SMALL;
let simulator: Simulator;
let aws: Clients;
let client: ScimClient;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  aws = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  simulator.reset();
  client = await ScimClient.of(simulator);
});

const external = (Id: string) => ({
  ExternalId: { Issuer: `https://scim.aws.com/${client.settings.tenantId}`, Id },
});
const describeUser = (UserId: string) =>
  aws.identityStore.send(new store.DescribeUserCommand({ IdentityStoreId, UserId }));
const members = async (GroupId: string) => {
  const command = new store.ListGroupMembershipsCommand({ IdentityStoreId, GroupId });
  return ((await aws.identityStore.send(command)).GroupMemberships ?? []).map(({ MemberId }) => MemberId?.UserId);
};

it('Identity Store reads the users, groups and members that SCIM writes, with the tenant as issuer', async () => {
  const more = { externalId: 'x-1', title: 'Clerk', nickName: 'N', [ENTERPRISE]: { department: 'D' } };
  const id = await client.user('new', more);
  const group = await client.group('New', [id], { externalId: 'g-1' });
  expect(await describeUser(id)).toMatchObject({
    UserName: 'new@idp.example',
    DisplayName: 'new Provisioned',
    Name: { GivenName: 'new', FamilyName: 'Provisioned' },
    Emails: [{ Value: 'new@idp.example', Type: 'work', Primary: true }],
    Title: 'Clerk',
    NickName: 'N',
    UserStatus: 'ENABLED',
    ExternalIds: [external('x-1').ExternalId],
  });
  const { identityStore } = aws;
  const userId = new store.GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: external('x-1') });
  expect((await identityStore.send(userId)).UserId).toBe(id);
  const groupId = new store.GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier: external('g-1') });
  expect((await identityStore.send(groupId)).GroupId).toBe(group);
  expect(await members(group)).toEqual([id]);
  await client.patch(`Groups/${group}`, { op: 'remove', path: `members[value eq "${id}"]` });
  expect(await members(group)).toEqual([]);
  await client.send('PUT', `Users/${id}`, userNamed('new', { id, active: false }));
  const replaced = await describeUser(id);
  expect(replaced.UserStatus).toBe('DISABLED');
  for (const gone of ['ExternalIds', 'Title', 'NickName']) expect(replaced).not.toHaveProperty(gone);
});

it('SCIM reads and changes what Identity Store writes, by its own rules only where it changes it', async () => {
  const { UserId = '' } = await aws.identityStore.send(
    new store.CreateUserCommand({
      IdentityStoreId,
      UserName: 'made:there',
      DisplayName: 'Made; There',
      Name: { GivenName: 'Made', FamilyName: 'There' },
      Emails: [{ Value: 'made@there.example' }],
      Website: 'https://there.example',
    }),
  );
  const { body } = await client.get(`Users/${UserId}`);
  expect(body).toMatchObject({ userName: 'made:there', active: true, emails: [{ value: 'made@there.example' }] });
  expect(body).not.toHaveProperty('website');
  const { status } = await client.patch(`Users/${UserId}`, { op: 'replace', path: 'active', value: false });
  expect(status).toBe(200);
  const changed = await describeUser(UserId);
  expect(changed).toMatchObject({ UserName: 'made:there', UserStatus: 'DISABLED', Website: 'https://there.example' });
  const { GroupId = '' } = await aws.identityStore.send(
    new store.CreateGroupCommand({ IdentityStoreId, DisplayName: 'There', Description: 'kept' }),
  );
  expect((await client.patch(`Groups/${GroupId}`, { op: 'add', path: 'externalId', value: 'g-1' })).status).toBe(204);
  const group = await aws.identityStore.send(new store.DescribeGroupCommand({ IdentityStoreId, GroupId }));
  expect(group).toMatchObject({ Description: 'kept', ExternalIds: [external('g-1').ExternalId] });
  const elsewhere = 'of another issuer';
  simulator.world.identityCenters[0]?.users.get(UserId)?.externalIds.push({ Issuer: 'https://other', Id: elsewhere });
  expect((await client.get(`Users/${UserId}`)).body).not.toHaveProperty('externalId');
  await client.patch(`Users/${UserId}`, { op: 'add', path: 'externalId', value: 'x-1' });
  expect((await describeUser(UserId)).ExternalIds).toHaveLength(2);
});

it('an assignment outlives its user, and is not for one who comes again', async () => {
  const { ssoAdmin } = aws;
  const id = await client.user('leaver');
  const { PermissionSets: [PermissionSetArn] = [] } = await ssoAdmin.send(
    new ListPermissionSetsCommand({ InstanceArn }),
  );
  const assignment = {
    InstanceArn,
    PermissionSetArn,
    TargetType: 'AWS_ACCOUNT',
    TargetId: SMALL.memberAccountId,
  } as const;
  await ssoAdmin.send(new CreateAccountAssignmentCommand({ ...assignment, PrincipalType: 'USER', PrincipalId: id }));
  const held = async (PrincipalId: string) => {
    const command = new ListAccountAssignmentsForPrincipalCommand({ InstanceArn, PrincipalType: 'USER', PrincipalId });
    return (await ssoAdmin.send(command)).AccountAssignments?.length;
  };
  expect(await held(id)).toBe(1);
  await client.send('DELETE', `Users/${id}`);
  expect(await held(id)).toBe(1);
  expect(await refusal(describeUser(id))).toMatchObject({ name: 'ResourceNotFoundException' });
  expect(await held(await client.user('leaver'))).toBe(0);
});

it('who is disabled by SCIM does not sign in, and whoever was signed in is out', async () => {
  const id = await client.user('person');
  const person = new SignIn(simulator.url, `https://${IdentityStoreId}.awsapps.com/start`);
  const accessToken = await person.as('person@idp.example');
  await person.portal.send(new ListAccountsCommand({ accessToken }));
  await client.patch(`Users/${id}`, { op: 'replace', path: 'active', value: false });
  expect(await refusal(person.portal.send(new ListAccountsCommand({ accessToken })))).toMatchObject({ status: 401 });
  expect(await person.approve('person@idp.example')).toBe(400);
  await client.patch(`Users/${id}`, { op: 'replace', path: 'active', value: true });
  expect(await person.approve('person@idp.example')).toBe(200);
});

it('writers at the same time by SCIM and by Identity Store never both win, and leave no half of anything', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `racer${index}`);
  const byStore = (name: string) =>
    aws.identityStore.send(
      new store.CreateUserCommand({
        IdentityStoreId,
        UserName: `${name}@idp.example`,
        DisplayName: name,
        Name: { GivenName: name, FamilyName: 'Store' },
      }),
    );
  const outcomes = await Promise.all(
    names.map(async (name) => {
      const settled = await Promise.allSettled([client.user(name), byStore(name), client.user(name)]);
      return settled.filter(({ status }) => status === 'fulfilled').length;
    }),
  );
  expect(outcomes).toEqual(names.map(() => 1));
  const racers = await Promise.all(names.map((name) => client.find('Users', `userName eq "${name}@idp.example"`)));
  const group = await client.group('Race');
  const ids = racers.flat();
  await Promise.all([
    ...ids.map((value) => client.patch(`Groups/${group}`, { op: 'add', path: 'members', value: [{ value }] })),
    ...ids.map((UserId) =>
      aws.identityStore
        .send(new store.CreateGroupMembershipCommand({ IdentityStoreId, GroupId: group, MemberId: { UserId } }))
        .catch(() => undefined),
    ),
  ]);
  expect((await members(group)).sort()).toEqual(ids.sort());
  expect((await control(simulator, 'GET', 'state')).body.identityCenters[0].memberships).toHaveLength(
    simulator.world.identityCenters[0]?.memberships.size ?? 0,
  );
});
