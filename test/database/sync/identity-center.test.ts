import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EntityFact, GrantFact } from '../../../src/core/inventory/model/fact.ts';
import type { ConnectorId } from '../../../src/core/shared/ids.ts';
import { currentFacts, denied, type Harness, openHarness, type Reading, ref, scope } from './sync-harness.ts';

const organization = ref('organization', 'o-1');
const instance = ref('identity-center-instance', 'arn:aws:sso:::instance/ssoins-1');
const child = (kind: EntityFact['kind'], nativeId: string, more: Partial<EntityFact> = {}): EntityFact => ({
  ...ref(kind, nativeId),
  parent: kind === 'aws-account' ? organization : instance,
  name: nativeId,
  ...more,
});
const user = (id: string) => child('identity-center-user', `d-1/${id}`);
const group = (id: string) => child('identity-center-group', `d-1/${id}`);
const set = (name: string, more: Partial<EntityFact> = {}) => child('permission-set', `ps-${name}`, { name, ...more });
const awsAccount = (id: string) => child('aws-account', id);
const listing =
  (kind: 'aws-accounts' | 'identity-center-users' | 'identity-center-groups' | 'permission-sets') =>
  (...entities: EntityFact[]): Reading => ({
    scope: scope(kind, kind === 'aws-accounts' ? organization : instance),
    entities,
  });
const [accounts, users, groups, sets] = [
  listing('aws-accounts'),
  listing('identity-center-users'),
  listing('identity-center-groups'),
  listing('permission-sets'),
];
const assignment = (awsAccountId: string, setName: string, principal: EntityFact): GrantFact => ({
  kind: 'permission-set-assignment',
  target: ref('aws-account', awsAccountId),
  permissionSet: ref('permission-set', `ps-${setName}`),
  awsAccount: ref('aws-account', awsAccountId),
  principal: ref(principal.kind, principal.nativeId),
});
const pair = (awsAccountId: string, setName: string, ...principals: EntityFact[]): Reading => ({
  scope: scope('assignments-of-pair', ref('aws-account', awsAccountId), ref('permission-set', `ps-${setName}`)),
  grants: principals.map((principal) => assignment(awsAccountId, setName, principal)),
});
const pairsOf = (awsAccountId: string): Reading => ({
  scope: scope('pairs-of-aws-account', ref('aws-account', awsAccountId)),
});
const accountsOf = (setName: string): Reading => ({
  scope: scope('accounts-of-permission-set', ref('permission-set', `ps-${setName}`)),
});

let harness: Harness;
let connectorId: ConnectorId;
beforeAll(async () => {
  harness = await openHarness();
  connectorId = await harness.addConnector('one');
});
afterAll(() => harness.close());
beforeEach(() => harness.clear());
const sync = (...readings: Reading[]) => harness.sync(connectorId, readings);
const lines = (prefix: string) => currentFacts(harness).then((all) => all.filter((line) => line.startsWith(prefix)));

describe('an assignment', () => {
  const base = [accounts(awsAccount('1'), awsAccount('2')), sets(set('admin'), set('read'))];

  it('outlives its principal until the pair is read again', async () => {
    await sync(...base, users(user('u')), pairsOf('1'), pair('1', 'admin', user('u')));
    await sync(...base, users());
    expect(await lines('entity | identity-center-user')).toEqual([]);
    expect(await lines('grant')).toHaveLength(1);
    await sync(...base, users(), pairsOf('1'), pair('1', 'admin'));
    expect(await lines('grant')).toEqual([]);
  });

  it('ends with its AWS account and with its permission set', async () => {
    const all = [pair('1', 'admin', user('u')), pair('2', 'read', user('u')), pair('2', 'admin', user('u'))];
    await sync(...base, users(user('u')), ...all);
    await sync(accounts(awsAccount('2')), sets(set('admin')), users(user('u')));
    expect(await lines('grant')).toEqual([
      'grant | 2 | aws-account 2 | permission-set ps-admin | aws-account 2 | to | identity-center-user d-1/u | ',
    ]);
  });

  it('ends when the listing of its AWS account, or of its set, no longer names the pair', async () => {
    const all = [pair('1', 'admin', user('u')), pair('1', 'read', user('u')), pair('2', 'read', user('u'))];
    await sync(...base, users(user('u')), ...all);
    await sync(...base, users(user('u')), pairsOf('1'), pair('1', 'admin', user('u')));
    expect(await lines('grant')).toHaveLength(2);
    await sync(...base, users(user('u')), accountsOf('read'));
    expect((await lines('grant')).map((line) => line.split(' | ')[3])).toEqual(['permission-set ps-admin']);
  });

  it('ends with a permission set that only it had named, once a whole listing does not hold that set', async () => {
    const facts = { identityStoreId: 'd-1' };
    const unlisted: Reading = { ...sets(), failure: denied };
    await harness.sync(
      connectorId,
      [accounts(awsAccount('1')), users(user('u')), unlisted, pair('1', 'lost', user('u'))],
      facts,
    );
    await harness.sync(connectorId, [accounts(awsAccount('1')), users(user('u')), unlisted], facts);
    expect(await lines('grant')).toHaveLength(1);
    await harness.sync(connectorId, [accounts(awsAccount('1')), users(user('u')), sets()], facts);
    expect(await lines('grant')).toEqual([]);
  });

  it('stays when its holder could not be read and its pair is still listed, and ends when the pair is not', async () => {
    const holder: Reading = { scope: scope('assignments-of-principal', user('u')), failure: denied };
    const other: Reading = {
      scope: scope('assignments-of-principal', user('v')),
      grants: [assignment('1', 'read', user('v'))],
    };
    const inUse = (...setNames: string[]): Reading[] =>
      ['admin', 'read'].map((name) => ({
        ...accountsOf(name),
        pairs: setNames.includes(name) ? [{ awsAccountId: '1', permissionSetArn: `ps-${name}` }] : [],
      }));
    const people = users(user('u'), user('v'));
    await sync(...base, people, pairsOf('1'), pair('1', 'admin', user('u')), pair('1', 'read', user('u'), user('v')));
    await sync(...base, people, ...inUse('admin', 'read'), holder, other);
    expect(await lines('grant')).toHaveLength(3);
    await sync(...base, people, ...inUse('read'), holder, other);
    expect((await lines('grant')).map((line) => line.split(' | ')[3])).toEqual([
      'permission-set ps-read',
      'permission-set ps-read',
    ]);
  });

  it('of a group is not closed by the listing of a user in it', async () => {
    const all = [users(user('u')), groups(group('g'))];
    await sync(...base, ...all, pairsOf('1'), pair('1', 'admin', group('g')));
    await sync(...base, ...all, { scope: scope('assignments-of-principal', user('u')) });
    expect(await lines('grant')).toHaveLength(1);
    await sync(...base, ...all, { scope: scope('assignments-of-principal', group('g')) });
    expect(await lines('grant')).toEqual([]);
  });

  it('stays when its pair was listed but could not be read', async () => {
    await sync(...base, users(user('u')), pairsOf('1'), pair('1', 'admin', user('u')));
    await sync(...base, users(user('u')), pairsOf('1'), { ...pair('1', 'admin'), failure: denied });
    expect(await lines('grant')).toHaveLength(1);
  });

  it('is joined to the role that Identity Center made for it, once that role was read', async () => {
    const role = (name: string): EntityFact => ({
      ...ref('iam-role', `AROA${name}`),
      parent: ref('aws-account', '1'),
      name,
    });
    const roles: Reading = {
      scope: scope('iam-roles', ref('aws-account', '1')),
      entities: [role('AWSReservedSSO_admin_0123456789abcdef'), role('AWSReservedSSO_admin_of_all_0123456789abcdef')],
    };
    await sync(...base, users(user('u')), pair('1', 'admin', user('u')), pair('2', 'admin', user('u')));
    expect(await lines('role')).toEqual([]);
    await sync(...base, users(user('u')), pair('1', 'admin', user('u')), pair('2', 'admin', user('u')), roles);
    expect(await lines('role')).toEqual([
      'role | aws-account 1 | permission-set ps-admin | iam-role AROAAWSReservedSSO_admin_0123456789abcdef',
    ]);
  });
});

describe('a mention', () => {
  it('opens a version where nothing is current and never overrides what a listing said', async () => {
    await sync({ ...users(), failure: denied }, { entities: [{ ...user('u'), isMention: true, name: 'd-1/u' }] });
    expect(await lines('entity | identity-center-user')).toHaveLength(1);
    await sync(users({ ...user('u'), name: 'Ursula' }), { entities: [{ ...user('u'), isMention: true }] });
    await sync({ ...users(), failure: denied }, { entities: [{ ...user('u'), isMention: true }] });
    expect((await lines('entity | identity-center-user')).map((line) => line.split(' | ')[3])).toEqual(['Ursula']);
  });

  it('does not bring back a user whom the whole listing no longer holds', async () => {
    await sync(users(user('u')));
    await sync(users(), { entities: [{ ...user('u'), isMention: true }] });
    expect(await lines('entity | identity-center-user')).toEqual([]);
    expect(await harness.query('select op from change where seq = 2')).toEqual([{ op: 'vanished' }]);
  });

  it('keeps a permission set that was listed but could not be described, with what was known of it', async () => {
    const described = set('admin', { attrs: { sessionDuration: 'PT8H' } });
    await sync(sets(described));
    const details = scope('permission-set-details', ref('permission-set', 'ps-admin'));
    await sync(sets({ ...set('admin'), name: 'ps-admin', isMention: true }), { scope: details, failure: denied });
    expect(await lines('entity | permission-set')).toEqual([
      `entity | permission-set ps-admin | identity-center-instance ${instance.nativeId} | admin | {"sessionDuration": "PT8H"}`,
    ]);
    expect(await lines('gap')).toHaveLength(1);
  });
});

it('a group read by its members one day and by its users the next is the same', async () => {
  const member = (groupId: string, userId: string): GrantFact => ({
    kind: 'group-member',
    target: group(groupId),
    principal: user(userId),
  });
  const base = [users(user('u'), user('v')), groups(group('g'), group('h'))];
  const byGroup = (groupId: string, ...ids: string[]): Reading => ({
    scope: scope('members-of-group', group(groupId)),
    grants: ids.map((id) => member(groupId, id)),
  });
  const byUser = (userId: string, ...ids: string[]): Reading => ({
    scope: scope('memberships-of-user', user(userId)),
    grants: ids.map((id) => member(id, userId)),
  });
  await sync(...base, byGroup('g', 'u', 'v'), byGroup('h', 'v'));
  const before = await harness.factRows();
  await sync(...base, byUser('u', 'g'), byUser('v', 'g', 'h'));
  expect(await harness.factRows()).toEqual(before);
  await sync(...base, byUser('u'), { ...byUser('v'), failure: denied });
  expect(await lines('grant')).toHaveLength(2);
});
