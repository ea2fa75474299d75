import * as store from '@aws-sdk/client-identitystore';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { IdentityCenter } from '../../state/identity-center/identity-center.ts';
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

function center() {
  const [one] = simulator.world.identityCenters;
  if (!one) throw new Error('the small world has an identity store');
  return one;
}

const userNamed = (name: string) => center().usersByName.get(`${name}@small.example`)?.id ?? '';
const groupNamed = (name: string) => center().groupsByName.get(name.toLowerCase())?.id ?? '';
const describeUser = (UserId: string) => client.send(new store.DescribeUserCommand({ IdentityStoreId, UserId }));
const update = (UserId: string, ...Operations: store.AttributeOperation[]) =>
  client.send(new store.UpdateUserCommand({ IdentityStoreId, UserId, Operations }));
const updateGroup = (GroupId: string, ...Operations: store.AttributeOperation[]) =>
  client.send(new store.UpdateGroupCommand({ IdentityStoreId, GroupId, Operations }));
const set = (AttributePath: string, AttributeValue?: store.AttributeOperation['AttributeValue']) => ({
  AttributePath,
  AttributeValue,
});

describe('a user', () => {
  it('keeps all that it was created with', async () => {
    const profile = {
      UserName: 'full@small.example',
      Name: { GivenName: 'Full', FamilyName: 'Person', MiddleName: 'M', HonorificPrefix: 'Dr' },
      DisplayName: 'Full Person',
      NickName: 'Fully',
      Emails: [{ Value: 'full@small.example', Primary: true }],
      Addresses: [{ Country: 'SE', Locality: 'Lund', Type: 'work' }],
      PhoneNumbers: [{ Value: '+46 1', Type: 'work' }],
      Title: 'Engineer',
      Locale: 'sv',
      Timezone: 'Europe/Stockholm',
    };
    const { UserId = '' } = await client.send(new store.CreateUserCommand({ IdentityStoreId, ...profile }));
    expect(await describeUser(UserId)).toMatchObject({ ...profile, UserStatus: 'ENABLED' });
    expect((await describeUser(UserId)).Emails?.[0]).not.toHaveProperty('Type');
  });

  it('is changed by attribute paths, and loses what is given no value', async () => {
    const UserId = userNamed('ada');
    await update(
      UserId,
      set('name.familyName', 'King'),
      set('displayName', 'Ada King'),
      set('title', 'Countess'),
      set('emails', [{ value: 'ada.king@small.example', type: 'work', primary: true }]),
      set('PhoneNumbers', [{ Value: '+44 1', Type: 'work' }]),
    );
    const changed = await describeUser(UserId);
    expect(changed).toMatchObject({
      UserName: 'ada@small.example',
      Name: { GivenName: 'Ada', FamilyName: 'King' },
      DisplayName: 'Ada King',
      Title: 'Countess',
      Emails: [{ Value: 'ada.king@small.example', Type: 'work', Primary: true }],
      PhoneNumbers: [{ Value: '+44 1', Type: 'work' }],
      UpdatedBy: expect.stringContaining('user/terraform-bootstrap'),
    });
    await update(UserId, set('title'), set('phoneNumbers'));
    const bare = await describeUser(UserId);
    expect(bare.Title).toBeUndefined();
    expect(bare.PhoneNumbers).toBeUndefined();
  });

  it('is found by its new name and e-mail, no longer by the old ones', async () => {
    const UserId = userNamed('ada');
    await update(UserId, set('userName', 'countess'), set('emails', [{ value: 'countess@small.example' }]));
    const find = async (AttributePath: string, AttributeValue: string) => {
      const AlternateIdentifier = { UniqueAttribute: { AttributePath, AttributeValue } };
      return (await client.send(new store.GetUserIdCommand({ IdentityStoreId, AlternateIdentifier }))).UserId;
    };
    expect(await find('userName', 'COUNTESS')).toBe(UserId);
    expect(await find('emails.value', 'countess@small.example')).toBe(UserId);
    for (const path of ['userName', 'emails.value']) {
      expect(await refusal(find(path, 'ada@small.example'))).toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });

  it('does not take another’s name or e-mail, and then nothing changes', async () => {
    const UserId = userNamed('ada');
    const taken = update(UserId, set('title', 'x'), set('userName', 'GRACE@small.example'));
    await expect(taken).rejects.toMatchObject({
      name: 'ConflictException',
      Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION',
    });
    const email = update(UserId, set('emails', [{ value: 'Grace@small.example' }]));
    expect(await refusal(email)).toMatchObject({ name: 'ConflictException', status: 400 });
    expect((await describeUser(UserId)).Title).toBeUndefined();
    await expect(update(UserId, set('emails', [{ value: 'ADA@small.example' }]))).resolves.toBeDefined();
  });

  it('refuses paths there are none of, and values that do not fit', async () => {
    const UserId = userNamed('ada');
    for (const operation of [
      set('userStatus', 'DISABLED'),
      set('title.short', 'x'),
      set('name.shoeSize', 'x'),
      set('title', 5),
      set('title', ''),
      set('emails', 'ada@small.example'),
      set('emails', [{ value: 'a@b.c' }, { value: 'd@e.f' }]),
      set('emails', [{ value: 'a@b.c', nonsense: 'x' }]),
      set('emails', [{ value: 'a@b.c', primary: 'yes' }]),
      set('name.givenName'),
      set('displayName'),
    ]) {
      expect(await refusal(update(UserId, operation))).toMatchObject({ name: 'ValidationException', status: 400 });
    }
    expect(await refusal(update('11111111-1111-4111-8111-111111111111', set('title', 'x')))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'USER not found.',
    });
  });
});

describe('a group', () => {
  it('is renamed and described, under a name of its own', async () => {
    const GroupId = groupNamed('Engineers');
    await updateGroup(GroupId, set('displayName', 'Builders'), set('description'));
    const group = await client.send(new store.DescribeGroupCommand({ IdentityStoreId, GroupId }));
    expect(group.DisplayName).toBe('Builders');
    expect(group.Description).toBeUndefined();
    expect(groupNamed('Builders')).toBe(GroupId);
    expect(groupNamed('Engineers')).toBe('');
    expect(await refusal(updateGroup(GroupId, set('displayName', 'AUDITORS')))).toMatchObject({
      name: 'ConflictException',
      status: 400,
    });
    for (const operation of [set('displayName'), set('externalIds', 'x'), set('description', 7)]) {
      expect(await refusal(updateGroup(GroupId, operation))).toMatchObject({ name: 'ValidationException' });
    }
  });
});

it('external ids of a provider find users and groups', async () => {
  const external = { Issuer: 'https://idp.example/scim', Id: '00u1' };
  const user = center().users.get(userNamed('ada'));
  const group = center().groups.get(groupNamed('Engineers'));
  if (user) center().changeUser(user, (one) => one.externalIds.push(external));
  if (group) center().changeGroup(group, (one) => one.externalIds.push(external));
  const AlternateIdentifier = { ExternalId: external };
  const foundUser = await client.send(new store.GetUserIdCommand({ IdentityStoreId, AlternateIdentifier }));
  expect(foundUser.UserId).toBe(user?.id);
  const foundGroup = await client.send(new store.GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier }));
  expect(foundGroup.GroupId).toBe(group?.id);
  expect((await describeUser(user?.id ?? '')).ExternalIds).toEqual([external]);
  const other = { ExternalId: { ...external, Id: '00u2' } };
  const none = client.send(new store.GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: other }));
  expect(await refusal(none)).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
});

it('a hundred groups are asked about at once, and not one more', async () => {
  const MemberId = { UserId: userNamed('ada') };
  const ask = (count: number) => {
    const GroupIds = Array.from({ length: count }, (_, index) =>
      index === 0 ? groupNamed('Engineers') : `11111111-1111-4111-8111-${String(index).padStart(12, '0')}`,
    );
    return client.send(new store.IsMemberInGroupsCommand({ IdentityStoreId, MemberId, GroupIds }));
  };
  const { Results: results } = await ask(100);
  expect(results?.filter((result) => result.MembershipExists)).toHaveLength(1);
  expect(await refusal(ask(101))).toMatchObject({ name: 'ValidationException', status: 400 });
});

it('a store holds 100,000 users and groups', async () => {
  const data = center().toData();
  const [user, group] = [data.users[0], data.groups[0]];
  if (!user || !group) throw new Error('the small world has people');
  const many = Array.from({ length: 100_000 }, (_, index) => index);
  const full = new IdentityCenter({
    ...data,
    users: many.map((index) => ({ ...user, id: `u${index}`, userName: `u${index}` })),
    groups: many.map((index) => ({ ...group, id: `g${index}`, displayName: `g${index}` })),
  });
  simulator.world.identityCenters.splice(0, 1, full);
  const Name = { GivenName: 'One', FamilyName: 'More' };
  const more = { IdentityStoreId, UserName: 'more', DisplayName: 'One More', Name };
  expect(await refusal(client.send(new store.CreateUserCommand(more)))).toMatchObject({
    name: 'ServiceQuotaExceededException',
    status: 400,
  });
  const groups = client.send(new store.CreateGroupCommand({ IdentityStoreId, DisplayName: 'more' }));
  expect(await refusal(groups)).toMatchObject({ name: 'ServiceQuotaExceededException', status: 400 });
});
