import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EntityFact, UsedIdentity } from '../../../src/core/inventory/model/fact.ts';
import type { EntityRef } from '../../../src/core/inventory/model/kinds.ts';
import type { ConnectorId } from '../../../src/core/shared/ids.ts';
import { currentFacts, denied, type Harness, openHarness, type Reading, ref, scope } from './sync-harness.ts';

const organization = ref('organization', 'o-1');
const instance = ref('identity-center-instance', 'arn:aws:sso:::instance/ssoins-1');
const unit = (id: string, parent: EntityRef): EntityFact => ({ ...ref('organizational-unit', id), parent, name: id });
const [root, work] = [unit('r-1', organization), unit('ou-work', ref('organizational-unit', 'r-1'))];
const prod = unit('ou-prod', ref('organizational-unit', 'ou-work'));
const unitsIn = (parent: EntityRef, ...entities: EntityFact[]): Reading => ({
  scope: scope('organizational-units', ref(parent.kind, parent.nativeId)),
  entities,
});
const account = (more: Partial<EntityFact> = {}): EntityFact => ({
  ...ref('aws-account', '111111111111'),
  parent: organization,
  name: 'prod',
  attrs: { rootEmail: 'a@corp.example' },
  ...more,
});
const accounts = (entity: EntityFact): Reading => ({ scope: scope('aws-accounts', organization), entities: [entity] });
const tags: Reading = { scope: scope('aws-account-tags', ref('aws-account', '111111111111')) };
const set = (attrs: Record<string, unknown>, more: Partial<EntityFact> = {}): Reading => ({
  scope: scope('permission-sets', instance),
  entities: [{ ...ref('permission-set', 'ps-1'), parent: instance, name: 'Admin', attrs, ...more }],
});
const details = (failure?: typeof denied): Reading => ({
  scope: scope('permission-set-details', ref('permission-set', 'ps-1')),
  ...(failure && { failure }),
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
const changes = () =>
  harness.query<{ line: string }>(
    `select c.seq || ' ' || c.op || ' ' || e.native_id as line from change c join entity e on e.id = c.entity_id order by 1`,
  );
const history = async () => (await harness.store.history(connectorId)).details;

describe('organizational units', () => {
  const all = [unitsIn(organization, root), unitsIn(root, work), unitsIn(work, prod), unitsIn(prod)];

  it('that are read for the first time are no change; one that comes later is', async () => {
    await sync(unitsIn(organization, root), unitsIn(root, work), unitsIn(work));
    expect(await changes()).toEqual([]);
    await sync(unitsIn(work, prod), unitsIn(prod));
    expect(await changes()).toEqual([{ line: '2 appeared ou-prod' }]);
  });

  it('stay when the node above them was not read, or could not be', async () => {
    await sync(...all);
    const before = await lines('entity | organizational-unit');
    await sync(unitsIn(prod));
    await sync({ ...unitsIn(root), failure: denied });
    expect(await lines('entity | organizational-unit')).toEqual(before);
    expect(before).toHaveLength(3);
  });

  it('go with the unit that they are in', async () => {
    await sync(...all);
    await sync(unitsIn(root));
    expect((await lines('entity | organizational-unit')).map((line) => line.split(' | ')[1])).toEqual([
      'organizational-unit r-1',
    ]);
  });
});

describe('tags of an AWS account', () => {
  it('that are read for the first time are no change; that come later are, and both are kept when not read', async () => {
    await sync(accounts(account({ unread: ['tags'] })));
    const tagged = (value: string) => account({ attrs: { rootEmail: 'a@corp.example', tags: { cost: value } } });
    await sync(accounts(tagged('1')), tags);
    await sync(accounts(account({ unread: ['tags'] })));
    expect(await changes()).toEqual([{ line: '1 appeared 111111111111' }]);
    await sync(accounts(tagged('2')), tags);
    expect((await changes()).at(-1)).toEqual({ line: '4 changed 111111111111' });
    await sync(accounts(account()), tags);
    expect((await changes()).at(-1)).toEqual({ line: '5 changed 111111111111' });
  });
});

describe('details of a permission set', () => {
  const whole = { sessionDuration: 'PT1H', inlinePolicy: null, tags: {} };

  it('that are read for the first time are no change, unless something else changed too', async () => {
    await sync(set({ sessionDuration: 'PT1H' }, { unread: ['inlinePolicy', 'tags'] }));
    await sync(set(whole), details());
    expect(await changes()).toEqual([{ line: '1 appeared ps-1' }]);
    await harness.clear();
    await sync(set({ sessionDuration: 'PT1H' }, { unread: ['inlinePolicy', 'tags'] }));
    await sync(set({ ...whole, sessionDuration: 'PT8H' }), details());
    expect((await changes()).at(-1)).toEqual({ line: '2 changed ps-1' });
  });

  it('are known by their age, and not at all where the last reading failed', async () => {
    await sync(set(whole), details());
    const read = await history();
    expect(Object.keys(read?.agesMs['permission-set-details'] ?? {})).toEqual(['ps-1']);
    expect(read?.agesMs['permission-set-details']['ps-1']).toBeLessThan(60_000);
    expect(read).toMatchObject({ intervalMs: 30 * 60_000, missed: [] });
    await sync(set({}, { isMention: true }), details(denied));
    expect(await history()).toMatchObject({
      agesMs: { 'permission-set-details': {} },
      missed: ['permission-set-details'],
    });
  });
});

it('how identities are used is written where it differs, and what is as before is not even locked', async () => {
  const role = (id: string): EntityFact => ({
    ...ref('iam-role', id),
    parent: ref('aws-account', '111111111111'),
    name: id,
  });
  const read = async (...lastUsedAt: string[]) => {
    const uses = lastUsedAt.map((at, n) => ({ of: ref('iam-role', `AROA${n}`) as UsedIdentity, lastUsedAt: at }));
    await sync({ entities: uses.map((_, n) => role(`AROA${n}`)), uses });
    return harness.query<{ last_used_at: string }>(
      'select u.xmin::text, u.xmax::text, u.* from identity_use u join entity e on e.id = u.entity_id order by e.native_id',
    );
  };
  const [first, last] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];
  const before = await read(first, first);
  const after = await read(first, last);
  expect(after[0]).toEqual(before[0]);
  expect([before, after].map(([, second]) => second?.last_used_at)).toEqual([first, last]);
});

it('settings of roles that a run has read count as read once it is published, and not while they have a gap', async () => {
  const own = account({ isMention: true });
  const read = { scope: scope('iam-role-settings', ref('aws-account', '111111111111')), entities: [own] };
  await sync({ ...read, failure: denied });
  const sink = harness.store.sink(await harness.open(connectorId));
  await sink.complete(read.scope, {});
  await sink.flush();
  const ages = async () => Object.keys((await history())?.agesMs['iam-role-settings'] ?? {});
  expect(await ages()).toEqual([]);
  await harness.query(`update sync_run set status = 'failed' where status = 'reading'`);
  await sync(read);
  expect(await ages()).toEqual(['111111111111']);
});
