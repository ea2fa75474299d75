import * as store from '@aws-sdk/client-identitystore';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor } from '../../testing/clients.ts';
import { expectAllAnswered } from '../../testing/every-operation.ts';
import { SMALL } from '../../worlds/small.ts';

const { identityStoreId: IdentityStoreId } = SMALL;
const EMAIL = 'walker@small.example';
let simulator: Simulator;
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());

it('every simulated operation of Identity Store answers the SDK', async () => {
  const send = clients.identityStore.send.bind(clients.identityStore);
  const Name = { GivenName: 'Wal', FamilyName: 'Ker' };
  const created = await send(
    new store.CreateUserCommand({
      IdentityStoreId,
      UserName: EMAIL,
      DisplayName: 'Wal Ker',
      Name,
      Emails: [{ Value: EMAIL }],
    }),
  );
  const UserId = created.UserId ?? '';
  const MemberId = { UserId };
  const GroupId =
    (await send(new store.CreateGroupCommand({ IdentityStoreId, DisplayName: 'Walkers', Description: 'd' }))).GroupId ??
    '';
  const { MembershipId = '' } = await send(
    new store.CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId }),
  );
  const byEmail = { UniqueAttribute: { AttributePath: 'emails.value', AttributeValue: EMAIL } };
  const byName = { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: 'Walkers' } };
  expect((await send(new store.GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: byEmail }))).UserId).toBe(
    UserId,
  );
  expect((await send(new store.GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier: byName }))).GroupId).toBe(
    GroupId,
  );
  await send(new store.ListUsersCommand({ IdentityStoreId }));
  await send(new store.DescribeUserCommand({ IdentityStoreId, UserId }));
  await send(new store.ListGroupsCommand({ IdentityStoreId }));
  const group = await send(new store.DescribeGroupCommand({ IdentityStoreId, GroupId }));
  expect(group).toMatchObject({ DisplayName: 'Walkers', Description: 'd' });
  const title = [{ AttributePath: 'title', AttributeValue: 'Walker' }];
  await send(new store.UpdateUserCommand({ IdentityStoreId, UserId, Operations: title }));
  const name = [{ AttributePath: 'displayName', AttributeValue: 'Walking' }];
  await send(new store.UpdateGroupCommand({ IdentityStoreId, GroupId, Operations: name }));
  await send(new store.ListGroupMembershipsCommand({ IdentityStoreId, GroupId }));
  await send(new store.ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId }));
  const membership = await send(new store.DescribeGroupMembershipCommand({ IdentityStoreId, MembershipId }));
  expect(membership).toMatchObject({ GroupId, MemberId });
  await send(new store.GetGroupMembershipIdCommand({ IdentityStoreId, GroupId, MemberId }));
  await send(new store.IsMemberInGroupsCommand({ IdentityStoreId, MemberId, GroupIds: [GroupId] }));
  await send(new store.DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId }));
  await send(new store.DeleteGroupCommand({ IdentityStoreId, GroupId }));
  await send(new store.DeleteUserCommand({ IdentityStoreId, UserId }));
  expectAllAnswered(simulator, 'identitystore');
});
