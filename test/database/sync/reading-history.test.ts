import { afterAll, beforeAll, expect, it } from 'vitest';
import { estimateCalls } from '../../../src/core/inventory/model/plan/estimate-calls.ts';
import type { ConnectorId } from '../../../src/core/shared/ids.ts';
import { type Harness, openHarness, type Reading, ref, scope } from './sync-harness.ts';

const organization = ref('organization', 'o-1');
const instance = ref('identity-center-instance', 'arn:aws:sso:::instance/ssoins-1');
const awsAccount = (n: number) => ref('aws-account', `${n}`.padStart(12, '0'));
const set = (n: number) => ref('permission-set', `arn:aws:sso:::permissionSet/ssoins-1/ps-${n}`);
const user = (n: number) => ref('identity-center-user', `d-1/user-${n}`);
const group = (n: number) => ref('identity-center-group', `d-1/group-${n}`);
const upTo = <T>(length: number, of: (n: number) => T): T[] => Array.from({ length }, (_, n) => of(n));
const facts = { identityStoreId: 'd-1', organizationId: 'o-1', identityCenterInstanceArn: instance.nativeId };

let harness: Harness;
let connectorId: ConnectorId;
beforeAll(async () => {
  harness = await openHarness();
  connectorId = await harness.addConnector('one');
});
afterAll(() => harness.close());

const history = () => harness.store.history(connectorId);

/**
 * 250 users, 2 groups (one of them with everybody), 130 AWS accounts, 102 sets. The set 0 is in use on every AWS account,
 * all sets are on AWS account 0; the large group holds the set 0 everywhere, user 0 every set on AWS account 0.
 */
const world = (): Reading[] => [
  {
    scope: scope('aws-accounts', organization),
    entities: upTo(130, (n) => ({ ...awsAccount(n), parent: organization, name: `a${n}` })),
  },
  { entities: [{ ...instance, name: 'Identity Center' }] },
  {
    scope: scope('permission-sets', instance),
    entities: upTo(102, (n) => ({ ...set(n), parent: instance, name: `s${n}` })),
  },
  {
    scope: scope('identity-center-users', instance),
    entities: upTo(250, (n) => ({ ...user(n), parent: instance, name: `u${n}` })),
  },
  {
    scope: scope('identity-center-groups', instance),
    entities: upTo(2, (n) => ({ ...group(n), parent: instance, name: `g${n}` })),
  },
  { grants: upTo(250, (n) => ({ kind: 'group-member', target: group(0), principal: user(n) })) },
  {
    grants: [
      ...upTo(130, (n) => ({ on: n, of: 0, principal: group(0) })),
      ...upTo(102, (n) => ({ on: 0, of: n, principal: user(0) })),
    ].map(({ on, of, principal }) => ({
      kind: 'permission-set-assignment',
      target: awsAccount(on),
      awsAccount: awsAccount(on),
      permissionSet: set(of),
      principal,
    })),
  },
];

it('before anything was published there is nothing to count by', async () => {
  expect(await history()).toMatchObject({ counts: null, deniedActions: [], rotation: {} });
});

it('the pages of every strategy are counted exactly, those of a user with the assignments of the groups', async () => {
  await harness.sync(connectorId, world(), facts);
  const { counts } = await history();
  expect(counts).toEqual({
    awsAccounts: 130,
    permissionSets: 102,
    users: 250,
    groups: 2,
    pairs: 130 + 102 - 1,
    furtherPages: {
      'by-group': 2, // 250 members
      'by-user': 0,
      'by-aws-account': 1, // 102 sets on one
      'by-permission-set': 1, // 130 AWS accounts with one
      'by-pair': 0,
      'by-principal': 1 + 249 + 2, // the group's 130, each member's 130, and 232 of the first user
    },
  });
  if (!counts) return;
  expect(estimateCalls('by-principal', counts, counts)).toBe(252 + 252);
});

it('what another connector reads, and what is no longer there, does not count', async () => {
  const other = await harness.addConnector('other');
  expect(await harness.store.history(other)).toMatchObject({ counts: null });
  await harness.query('update connector set hold_minimum = 1000000');
  await harness.sync(
    connectorId,
    world().filter((each) => each.scope?.kind !== 'identity-center-users'),
    facts,
  );
  await harness.sync(connectorId, [{ scope: scope('members-of-group', group(0)) }], facts);
  expect((await history()).counts?.furtherPages).toMatchObject({ 'by-group': 0, 'by-principal': 2 });
});

it('an action that AWS refused is not asked for 24 hours, and then again', async () => {
  const runId = await harness.open(connectorId);
  const sink = harness.store.sink(runId);
  await sink.denied('sso:ListAccountAssignmentsForPrincipal', 'not authorized');
  await sink.denied('sso:ListAccountAssignmentsForPrincipal', 'still not authorized');
  await sink.rotated('sample of pairs', 'a b');
  await sink.rotated('sample of pairs', 'c d');
  expect(await history()).toMatchObject({
    deniedActions: ['sso:ListAccountAssignmentsForPrincipal'],
    rotation: { 'sample of pairs': 'c d' },
  });
  await harness.query(`update denied_action set denied_at = denied_at - interval '24 hours'`);
  expect(await history()).toMatchObject({ deniedActions: [] });
});
