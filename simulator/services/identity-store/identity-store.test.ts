import * as store from '@aws-sdk/client-identitystore';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { SMALL } from '../../worlds/small.ts';

const IdentityStoreId = SMALL.identityStoreId;
let simulator: Simulator;
let client: Clients['identityStore'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = clientsFor(simulator.url, simulator.credentials.administrator).identityStore;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

const unique = (AttributePath: string, AttributeValue: string) => ({
  UniqueAttribute: { AttributePath, AttributeValue },
});

async function userId(name: string): Promise<string> {
  const AlternateIdentifier = unique('userName', `${name}@small.example`);
  return (await client.send(new store.GetUserIdCommand({ IdentityStoreId, AlternateIdentifier }))).UserId ?? '';
}

async function groupId(name: string): Promise<string> {
  const AlternateIdentifier = unique('displayName', name);
  return (await client.send(new store.GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier }))).GroupId ?? '';
}

describe('users', () => {
  it('are listed, described and found by user name and e-mail', async () => {
    const { Users: users } = await client.send(new store.ListUsersCommand({ IdentityStoreId }));
    expect(users).toHaveLength(5);
    const ada = users?.find((user) => user.UserName === 'ada@small.example');
    expect(ada).toMatchObject({
      DisplayName: 'Ada Lovelace',
      UserStatus: 'ENABLED',
      Emails: [{ Value: 'ada@small.example', Primary: true }],
    });
    expect(ada?.CreatedAt).toBeInstanceOf(Date);
    expect(ada?.UserId).toMatch(/^5aa1100000-[0-9a-f]{8}-/);
    const { $metadata: _, ...described } = await client.send(
      new store.DescribeUserCommand({ IdentityStoreId, UserId: ada?.UserId ?? '' }),
    );
    expect(described).toEqual(ada);
    expect(await userId('ada')).toBe(ada?.UserId);
    const byEmail = unique('emails.value', 'ADA@small.example');
    const found = await client.send(new store.GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: byEmail }));
    expect(found.UserId).toBe(ada?.UserId);
    const Filters = [{ AttributePath: 'UserName', AttributeValue: 'grace@small.example' }];
    expect((await client.send(new store.ListUsersCommand({ IdentityStoreId, Filters }))).Users).toHaveLength(1);
  });

  it('are created once and deleted with their memberships', async () => {
    const input = {
      IdentityStoreId,
      UserName: 'new@small.example',
      DisplayName: 'New One',
      Name: { GivenName: 'New', FamilyName: 'One' },
    };
    const { UserId = '' } = await client.send(new store.CreateUserCommand(input));
    expect(await refusal(client.send(new store.CreateUserCommand(input)))).toMatchObject({
      name: 'ConflictException',
      status: 400,
    });
    const GroupId = await groupId('Nobody');
    await client.send(new store.CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } }));
    await client.send(new store.DeleteUserCommand({ IdentityStoreId, UserId }));
    const left = await client.send(new store.ListGroupMembershipsCommand({ IdentityStoreId, GroupId }));
    expect(left.GroupMemberships).toEqual([]);
    expect(await refusal(client.send(new store.DescribeUserCommand({ IdentityStoreId, UserId })))).toMatchObject({
      name: 'ResourceNotFoundException',
      status: 400,
      message: 'USER not found.',
    });
  });
});

describe('memberships', () => {
  it('are made once, found, asked about and deleted', async () => {
    const UserId = await userId('edsger');
    const GroupId = await groupId('Engineers');
    const MemberId = { UserId };
    const input = { IdentityStoreId, GroupId, MemberId };
    const { MembershipId = '' } = await client.send(new store.CreateGroupMembershipCommand(input));
    const conflict = client.send(new store.CreateGroupMembershipCommand(input));
    await expect(conflict).rejects.toMatchObject({
      name: 'ConflictException',
      Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION',
    });
    expect((await client.send(new store.GetGroupMembershipIdCommand(input))).MembershipId).toBe(MembershipId);
    const GroupIds = [GroupId, await groupId('Nobody')];
    const asked = await client.send(new store.IsMemberInGroupsCommand({ IdentityStoreId, MemberId, GroupIds }));
    expect(asked.Results?.map((result) => result.MembershipExists)).toEqual([true, false]);
    const mine = await client.send(new store.ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId }));
    expect(mine.GroupMemberships?.map((membership) => membership.GroupId).sort()).toEqual(
      [GroupId, await groupId('Auditors')].sort(),
    );
    await client.send(new store.DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId }));
    expect(await refusal(client.send(new store.GetGroupMembershipIdCommand(input)))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('go with their group', async () => {
    const GroupId = await groupId('Engineers');
    await client.send(new store.DeleteGroupCommand({ IdentityStoreId, GroupId }));
    const MemberId = { UserId: await userId('ada') };
    const mine = await client.send(new store.ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId }));
    expect(mine.GroupMemberships).toEqual([]);
    const { GroupId: again } = await client.send(
      new store.CreateGroupCommand({ IdentityStoreId, DisplayName: 'Engineers' }),
    );
    expect(again).not.toBe(GroupId);
  });
});

describe('a store', () => {
  it('nobody knows, or of another region, is not found', async () => {
    const list = (clients: Clients, id: string) =>
      refusal(clients.identityStore.send(new store.ListUsersCommand({ IdentityStoreId: id })));
    const here = clientsFor(simulator.url, simulator.credentials.administrator);
    const elsewhere = clientsFor(simulator.url, simulator.credentials.administrator, 'us-east-1');
    const refused = (id: string) => ({
      name: 'ResourceNotFoundException',
      status: 400,
      message: `IdentityStore not present for IdentityStoreId: ${id}`,
    });
    expect(await list(here, 'd-0000000000')).toEqual(refused('d-0000000000'));
    expect(await list(elsewhere, IdentityStoreId)).toEqual(refused(IdentityStoreId));
  });

  it('is closed to plain members and open to the delegated administrator', async () => {
    const command = () => new store.ListGroupsCommand({ IdentityStoreId });
    const member = clientsFor(simulator.url, simulator.credentials.memberAdministrator).identityStore;
    expect(await refusal(member.send(command()))).toMatchObject({ name: 'AccessDeniedException', status: 400 });
    const delegate = clientsFor(simulator.url, simulator.credentials.delegatedAdministrator).identityStore;
    expect((await delegate.send(command())).Groups).toHaveLength(3);
  });
});
