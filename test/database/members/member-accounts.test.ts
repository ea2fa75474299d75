import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createViews } from '../../../src/adapters/postgres/views/create-views.ts';
import type { Viewer } from '../../../src/core/security/model/viewer.ts';
import type { ConnectorId, PersonId } from '../../../src/core/shared/ids.ts';
import { currentFacts, type Harness, openHarness, type Reading } from '../sync/sync-harness.ts';
import { entered, factsOf, iamOf, organizationOf, own, refused } from './member-world.ts';

const [first, second] = ['222222222222', '333333333333'];
const facts = { organizationId: 'o-1', awsAccountId: own };

let harness: Harness;
let connectorId: ConnectorId;
let tests = 0;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.clear();
  await harness.query('update connector set deleted_at = now() where deleted_at is null');
  connectorId = await harness.addConnector(`m${++tests}`);
  await harness.query('update connector set hold_minimum = 1000 where id = $1', [connectorId]);
});
const lines = async (start: string, seq?: number) =>
  (await currentFacts(harness, seq)).filter((line) => line.startsWith(start));
const ofAccount = (id: string, seq?: number) => factsOf(harness, id, seq);
const sync = (readings: Reading[], iamAwsAccountIds: string[]) =>
  harness.sync(connectorId, readings, { ...facts, iamAwsAccountIds });

describe('an AWS account that could not be entered', () => {
  it('keeps what is known of it as one gap, with everything of it stale, until it was entered again', async () => {
    await sync([organizationOf(own, first, second), ...entered(first), ...entered(second)], [first, second]);
    const before = await ofAccount(first);
    expect(before.length).toBeGreaterThan(3);

    await sync([organizationOf(own, first, second), refused(first), ...entered(second)], [first, second]);
    expect(await ofAccount(first)).toEqual(before);
    const stale = (await lines('gap')).map((line) => line.split(' | ').slice(1, 3).join(' '));
    expect(stale).toEqual(
      [
        ...['account-alias', 'credential-report', 'iam-groups', 'iam-of-aws-account', 'iam-policies'],
        ...['iam-role-settings', 'iam-roles', 'iam-users'],
      ]
        .map((kind) => `${kind} aws-account ${first}`)
        .concat(`members-of-group iam-group iam-group-${first}`)
        .sort(),
    );
    const told = await harness.query(`select s.kind from scope_gap g join scope s on s.id = g.scope_id
      where g.to_seq is null and g.implied_by is null`);
    expect(told).toEqual([{ kind: 'iam-of-aws-account' }]);

    await sync([organizationOf(own, first, second), ...entered(first), ...entered(second)], [first, second]);
    expect(await lines('gap')).toEqual([]);
    // As of the second publication it was not known.
    expect(await lines('gap', 2)).toHaveLength(stale.length);
  });

  it('is no gap of listings nobody knows anything of, while it was never entered', async () => {
    await sync([organizationOf(own, first), refused(first)], []);
    expect(await lines('gap')).toEqual([`gap | iam-of-aws-account | aws-account ${first} | denied | sts:AssumeRole`]);
    expect(await harness.query(`select native_id from coverage where family = 'iam' order by 1`)).toEqual([
      { native_id: own },
    ]);
  });

  it('shows its identities as stale, and those of other AWS accounts as fresh', async () => {
    await sync([organizationOf(own, first, second), ...entered(first), ...entered(second)], [first, second]);
    await sync([organizationOf(own, first, second), refused(first), ...entered(second)], [first, second]);
    const viewer: Viewer = { personId: 'per_1' as PersonId, roles: ['super-administrator'] } as Viewer;
    const { identities } = createViews(harness.database);
    const page = await identities(viewer, { limit: 50, order: 'asc' });
    const shown = page.items.map(({ name, freshness }) => [name, freshness.isStale]);
    expect(shown.sort()).toEqual([
      [`iam-role of ${first}`, true],
      [`iam-role of ${second}`, false],
      [`iam-user of ${first}`, true],
      [`iam-user of ${second}`, false],
    ]);
  });

  it('ends nothing, however many there are', async () => {
    await harness.query('update connector set hold_minimum = 1, hold_share_percent = 1 where id = $1', [connectorId]);
    await sync([organizationOf(own, first, second), ...entered(first), ...entered(second)], [first, second]);
    const published = await sync(
      [organizationOf(own, first, second), refused(first), refused(second)],
      [first, second],
    );
    expect(published).toMatchObject({ closed: 0 });
  });
});

describe('an AWS account that has left the organization', () => {
  it('takes its identities and what they hold along', async () => {
    await sync([organizationOf(own, first, second), ...entered(first), ...entered(second)], [first, second]);
    await sync([organizationOf(own, second), ...entered(second)], [second]);
    expect(await ofAccount(first)).toEqual([]);
    expect((await ofAccount(first, 1)).length).toBeGreaterThan(3);
    expect((await ofAccount(second)).length).toBeGreaterThan(3);
    expect(await harness.query(`select native_id from coverage where family = 'iam' order by 1`)).toEqual([
      { native_id: own },
      { native_id: second },
    ]);
  });

  it('waits for a person when that is much', async () => {
    await sync([organizationOf(own, first), ...entered(first)], [first]);
    await harness.query('update connector set hold_minimum = 1, hold_share_percent = 10 where id = $1', [connectorId]);
    await expect(sync([organizationOf(own)], [])).rejects.toThrow(/waits for a person/);
    expect((await ofAccount(first)).length).toBeGreaterThan(3);
  });
});

describe('an AWS account that another connector reads from now on', () => {
  it('is fresh by that one, and stays when the first no longer sees it', async () => {
    await sync([organizationOf(own, first), ...entered(first)], [first]);
    // Switched off: free for another, and stale until one reads it.
    await sync([organizationOf(own, first), refused(first)], []);
    const other = await harness.addConnector(`o${tests}`);
    await harness.query(`update connector set role_arn = $2 where id = $1`, [other, `arn:aws:iam::${first}:role/r`]);
    expect((await harness.store.known(connectorId)).iamElsewhere).toContain(first);
    await harness.sync(other, iamOf(first), { awsAccountId: first });
    await sync([organizationOf(own, first)], []);
    expect(await lines('gap')).toEqual([]);
    await sync([organizationOf(own)], []);
    expect((await ofAccount(first)).length).toBeGreaterThan(3);
  });

  it('can not be two connectors’', async () => {
    await sync([organizationOf(own, first), ...entered(first)], [first]);
    const other = await harness.addConnector(`o${tests}`);
    await expect(harness.sync(other, iamOf(first), { awsAccountId: first })).rejects.toThrow(
      /already reads AWS account/,
    );
  });
});

it('what is known tells the groups of every AWS account with the AWS account they are in', async () => {
  await sync([organizationOf(own, first, second), ...iamOf(own), ...entered(first)], [first]);
  const known = await harness.store.known(connectorId);
  expect(known.iamAwsAccountIds).toEqual([first]);
  expect(known.iamGroups.map(({ awsAccountId, nativeId }) => [awsAccountId, nativeId])).toEqual([
    [own, `iam-group-${own}`],
    [first, `iam-group-${first}`],
  ]);
});
