import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeCrypto, randomIds } from '../../../src/adapters/crypto/node-crypto.ts';
import { databaseClock } from '../../../src/adapters/postgres/clock.ts';
import { dueConnectors } from '../../../src/adapters/postgres/connectors/due-connectors.ts';
import { createTransact } from '../../../src/adapters/postgres/create-transact.ts';
import { dueRefreshes } from '../../../src/adapters/postgres/sync/events/due-refreshes.ts';
import { createViews } from '../../../src/adapters/postgres/views/create-views.ts';
import { deleteConnector } from '../../../src/core/connectors/delete-connector.ts';
import type { EntityFact, GrantFact } from '../../../src/core/inventory/model/fact.ts';
import { RunLost } from '../../../src/core/inventory/ports.ts';
import type { Viewer } from '../../../src/core/security/model/viewer.ts';
import type { ConnectorId, PersonId } from '../../../src/core/shared/ids.ts';
import { currentFacts, denied, type Harness, openHarness, type Reading, ref, scope } from './sync-harness.ts';

const viewer: Viewer = { personId: 'per_1' as PersonId, roles: ['super-administrator'] };
const own = '111111111111';
const [organization, account] = [ref('organization', 'o-1'), ref('aws-account', own)];
const instance = ref('identity-center-instance', 'arn:aws:sso:::instance/ssoins-1');
const inInstance = (kind: 'identity-center-user' | 'identity-center-group' | 'permission-set', id: string) => ({
  ...ref(kind, id),
  parent: instance,
  name: id,
});
const [ada, staff, set] = [
  inInstance('identity-center-user', 'd-1/ada'),
  inInstance('identity-center-group', 'd-1/staff'),
  inInstance('permission-set', 'arn:aws:sso:::permissionSet/ssoins-1/ps-1'),
];
const inAccount = (kind: 'iam-user' | 'iam-role', id: string): EntityFact => ({
  ...ref(kind, id),
  parent: account,
  name: id,
});
const [robot, deploy] = [inAccount('iam-user', 'AIDAROBOT'), inAccount('iam-role', 'AROADEPLOY')];
const member: GrantFact = { kind: 'group-member', target: staff, principal: ada };
const assignment: GrantFact = {
  kind: 'permission-set-assignment',
  target: account,
  permissionSet: set,
  awsAccount: account,
  principal: staff,
};
const trust: GrantFact = { kind: 'assume-role', target: deploy, awsAccount: account, principal: robot };

const ofOrganization: Reading = {
  scope: scope('aws-accounts', organization),
  entities: [
    { ...organization, name: 'o-1' },
    { ...account, parent: organization, name: 'management', status: 'active' },
  ],
};
const ofIam: Reading[] = [
  { scope: scope('iam-users', account), entities: [robot] },
  { scope: scope('iam-roles', account), entities: [deploy], grants: [trust] },
];
const ofIdentityCenter: Reading[] = [
  { entities: [{ ...instance, parent: account, name: 'Identity Center' }] },
  { scope: scope('identity-center-users', instance), entities: [ada] },
  { scope: scope('identity-center-groups', instance), entities: [staff] },
  { scope: scope('permission-sets', instance), entities: [set] },
  { scope: scope('members-of-group', staff), grants: [member] },
  { scope: scope('assignments-of-pair', account, set), grants: [assignment] },
  { scope: scope('pairs-of-aws-account', account), pairs: [{ awsAccountId: own, permissionSetArn: set.nativeId }] },
];
const everything = [ofOrganization, ...ofIam, ...ofIdentityCenter];
const facts = { organizationId: 'o-1', awsAccountId: own, identityCenterInstanceArn: instance.nativeId };

let harness: Harness;
let connectorId: ConnectorId;
let tests = 0;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness?.close());
beforeEach(async () => {
  await harness.clear();
  await harness.query('update connector set deleted_at = now() where deleted_at is null');
  connectorId = await harness.addConnector(`x${++tests}`);
});

const remove = (id: ConnectorId = connectorId) => {
  const { database } = harness;
  const shared = { transact: createTransact(database, async () => {}), clock: databaseClock(database) };
  const rest = { crypto: nodeCrypto, ids: randomIds } as never as Parameters<typeof deleteConnector>[0];
  return deleteConnector({ ...rest, ...shared }, { viewer, actor: { kind: 'person', personId: viewer.personId }, id });
};
const knownFacts = async (seq?: number) => (await currentFacts(harness, seq)).filter((line) => !line.startsWith('gap'));
const gaps = async (seq?: number) => (await currentFacts(harness, seq)).filter((line) => line.startsWith('gap'));
const staleness = async () => {
  const { identities, groups, permissionSets, awsAccounts } = createViews(harness.database);
  const page = { limit: 50, order: 'asc' } as const;
  const lists = [identities, groups, permissionSets, awsAccounts];
  const shown = await Promise.all(lists.map(async (list) => (await list(viewer, page)).items));
  return Object.fromEntries(shown.flat().map(({ name, freshness }) => [name, freshness.staleReason]));
};
const noLongerRead = 'no longer read, its connector was deleted';
const names = [ada.name, staff.name, set.name, robot.name, deploy.name, 'management'];
const allOf = (reason: string | null) => Object.fromEntries(names.map((name) => [name, reason]));

describe('a deleted connector', () => {
  it('leaves what it read as it was, stale from then on and not before, and tells no change', async () => {
    await harness.sync(connectorId, everything, facts);
    const before = await knownFacts();
    expect(await staleness()).toEqual(allOf(null));
    const changes = await harness.query('select * from change');

    await remove();
    expect(await knownFacts()).toEqual(before);
    expect(await harness.query('select * from change')).toEqual(changes);
    expect(await staleness()).toEqual(allOf(noLongerRead));
    // As of the last sync nothing was stale.
    expect(await gaps(1)).toEqual([]);
    expect(await gaps(2)).toEqual(await gaps());
  });

  it('has every way marked as not confirmed, and what hides others told as one gap', async () => {
    await harness.sync(connectorId, everything, facts);
    const anHourAgo = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000).toISOString();
    await harness.query('update sync_run set published_at = $1 where seq = 1', [anHourAgo]);
    await remove();
    const views = createViews(harness.database);
    const { items, gaps: told } = await views.ofAwsAccount(viewer, own, { limit: 50 });
    expect(items.length).toBeGreaterThan(1);
    expect(items.map(({ isStale }) => isStale)).toEqual(items.map(() => true));
    expect(told).toMatchObject([
      { what: `everything that connector x${tests} read`, reason: 'no-longer-read', connectorId },
    ]);
    const { freshness } = await views.awsAccount(viewer, own, {});
    expect(freshness).toMatchObject({ isStale: true, readAt: anHourAgo });
    // The question about the time before is answered as it was then.
    const past = await views.ofAwsAccount(viewer, own, { limit: 50, asOf: anHourAgo });
    expect(past.items.map(({ isStale }) => isStale)).toEqual(items.map(() => false));
    expect(past.gaps).toEqual([]);
  });

  it('keeps since when it could not read something', async () => {
    const failed = { scope: scope('members-of-group', staff), failure: denied };
    await harness.sync(connectorId, everything, facts);
    await harness.sync(
      connectorId,
      [...everything.filter((one) => one.scope?.kind !== 'members-of-group'), failed],
      facts,
    );
    const since = () =>
      harness.query(`select g.failed_at from scope s join scope_gap g on g.scope_id = s.id and g.to_seq is null
        where s.kind = 'members-of-group'`);
    const before = await since();
    await remove();
    expect(await since()).toEqual(before);
    expect(await gaps()).toContain(`gap | members-of-group | identity-center-group ${staff.nativeId} | no-longer-read`);
  });

  it('that read one AWS account alone leaves that stale too', async () => {
    const alone = { ...account, name: 'alone', status: 'active' } satisfies EntityFact;
    await harness.sync(connectorId, [{ entities: [alone] }, ...ofIam], { awsAccountId: own });
    expect(await staleness()).toEqual({ alone: null, [robot.name]: null, [deploy.name]: null });
    await remove();
    const stale = { alone: noLongerRead, [robot.name]: noLongerRead, [deploy.name]: noLongerRead };
    expect(await staleness()).toEqual(stale);
  });

  it('that never read anything makes no publication', async () => {
    await remove();
    expect(await harness.query('select * from sync_run')).toEqual([]);
  });

  it('is deleted once', async () => {
    await harness.sync(connectorId, everything, facts);
    const outcomes = await Promise.allSettled([remove(), remove()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'connector-not-found' },
    });
    expect(await harness.query('select kind from sync_run where seq is not null order by seq')).toEqual([
      { kind: 'full' },
      { kind: 'deletion' },
    ]);
  });
});

describe('of a deleted connector', () => {
  it('a run that reads is discarded: it stages and publishes nothing any more', async () => {
    await harness.sync(connectorId, everything, facts);
    const runId = await harness.open(connectorId);
    await remove();
    await expect(harness.store.publish(runId, { ...facts, awsPartition: 'aws' } as never)).rejects.toThrow(RunLost);
    await expect(harness.store.heartbeat(runId, {})).rejects.toThrow(RunLost);
    expect(await harness.query('select status from sync_run where id = $1', [runId])).toEqual([
      { status: 'discarded' },
    ]);
  });

  it('nothing is due, and no run begins', async () => {
    await harness.sync(connectorId, everything, facts);
    await harness.query(
      `update connector set next_sync_at = now() - interval '1 hour', last_synced_at = now() - interval '1 day'`,
    );
    await remove();
    expect(await dueConnectors(harness.database).due()).toEqual([]);
    expect(await dueRefreshes(harness.database).due()).toEqual([]);
    expect(await harness.store.connection(connectorId)).toBeNull();
    await expect(harness.open(connectorId)).rejects.toThrow('another run reads');
  });
});

describe('another connector that reads the same', () => {
  it('takes it over: what is still there was never gone, and nothing is stale any more', async () => {
    await harness.sync(connectorId, everything, facts);
    const before = await knownFacts();
    const changes = await harness.query('select * from change');
    await remove();
    const next = await harness.addConnector(`n${tests}`);
    await harness.sync(next, everything, facts);
    expect(await knownFacts()).toEqual(before);
    expect(await gaps()).toEqual([]);
    expect(await staleness()).toEqual(allOf(null));
    expect(await harness.query('select * from change')).toEqual(changes);
    expect(await harness.query('select distinct connector_id as id, is_released as free from coverage')).toEqual([
      { id: next, free: false },
    ]);
    // While nobody read it, it was stale, and that stays told.
    expect((await gaps(2)).length).toBeGreaterThan(5);
  });

  it('sees what AWS took away meanwhile as taken away by its own reading', async () => {
    await harness.sync(connectorId, everything, facts);
    await remove();
    const next = await harness.addConnector(`n${tests}`);
    const without = everything.map((one) => (one.scope?.kind === 'members-of-group' ? { ...one, grants: [] } : one));
    await harness.sync(next, without, facts);
    expect(await harness.query('select seq, op from change where seq > 1')).toEqual([{ seq: 3, op: 'removed' }]);
  });

  it('that reads a part of it leaves the rest as no longer read', async () => {
    await harness.sync(connectorId, everything, facts);
    await remove();
    const next = await harness.addConnector(`n${tests}`);
    await harness.sync(next, [ofOrganization, ...ofIam], { organizationId: 'o-1', awsAccountId: own });
    expect(await staleness()).toEqual({
      ...allOf(null),
      [ada.name]: noLongerRead,
      [staff.name]: noLongerRead,
      [set.name]: noLongerRead,
    });
  });
});
