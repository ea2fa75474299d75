import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runViews } from '../../../src/adapters/postgres/connectors/run-views.ts';
import { createViews } from '../../../src/adapters/postgres/views/create-views.ts';
import { leftToAnother } from '../../../src/core/connectors/model/runs/gap-words.ts';
import type { Viewer } from '../../../src/core/security/model/viewer.ts';
import type { ConnectorId, PersonId, RunId } from '../../../src/core/shared/ids.ts';
import { connectionFacts } from '../../support/connection-facts.ts';
import { currentFacts, denied, type Harness, openHarness, type Reading, scope, stage } from '../sync/sync-harness.ts';
import { account, entered, factsOf, iamOf, organizationOf, own, refused, switchedOff } from './member-world.ts';

const viewer: Viewer = { personId: 'per_1' as PersonId, roles: ['super-administrator'] };
const users = { limit: 50, sort: 'name', order: 'asc', kind: 'iam-user' } as const;
const first = '222222222222';

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
  connectorId = await harness.addConnector(`h${++tests}`);
});

const sync = (readings: Reading[], iamAwsAccountIds: string[]) =>
  harness.sync(connectorId, readings, { organizationId: 'o-1', awsAccountId: own, iamAwsAccountIds });
const gapsAt = async (seq?: number) => (await currentFacts(harness, seq)).filter((line) => line.startsWith('gap'));
const factsAt = async (seq?: number) => (await currentFacts(harness, seq)).filter((line) => !line.startsWith('gap'));
const staleUsers = async (asOf?: string) =>
  (await createViews(harness.database).identities(viewer, { ...users, asOf } as never)).items
    .filter(({ freshness }) => freshness.isStale)
    .map(({ name }) => name);
const atOf = async (seq: number) =>
  (await harness.query<{ at: string }>(`select published_at::text as at from sync_run where seq = $1`, [seq]))[0]
    ?.at as string;

describe('three hundred AWS accounts', () => {
  const ids = Array.from({ length: 300 }, (_, n) => String(200_000_000_000 + n));
  const unreachable = new Set(ids.filter((_, n) => n % 2 === 0));
  const all = organizationOf(own, ...ids);

  it('half of which are out of reach for a while keep everything, with one gap each for as long', async () => {
    const readings = [all, ...ids.flatMap((id) => entered(id))];
    const published = await sync(readings, ids);
    expect(published.opened).toBeGreaterThan(300 * 5);
    const known = await factsAt();

    const half = [all, ...ids.flatMap((id) => (unreachable.has(id) ? [refused(id)] : entered(id)))];
    expect(await sync(half, ids)).toMatchObject({ opened: 0, closed: 0, changed: 0, scopesFailed: 150 });
    expect(await factsAt()).toEqual(known);
    const told = await harness.query(
      `select from scope_gap g join scope s on s.id = g.scope_id where g.to_seq is null and g.implied_by is null`,
    );
    expect(told).toHaveLength(150);
    // Each with what cannot be known because of it: seven listings, and the members of its group.
    expect(await gapsAt()).toHaveLength(150 * 9);

    expect(await sync(readings, ids)).toMatchObject({ opened: 0, closed: 0, changed: 0, scopesFailed: 0 });
    expect(await gapsAt()).toEqual([]);
    expect(await factsAt()).toEqual(known);
    // As of each: the same facts, stale in between only.
    expect(await factsAt(2)).toEqual(known);
    expect([await gapsAt(1), (await gapsAt(2)).length, await gapsAt(3)]).toEqual([[], 150 * 9, []]);
    const covered = await harness.query(`select from coverage where family = 'iam' and not is_released`);
    expect(covered).toHaveLength(301);
  });

  it('that take no role any more, all at once, remove nothing and hold no run', async () => {
    await harness.query('update connector set hold_minimum = 1, hold_share_percent = 1 where id = $1', [connectorId]);
    await sync([all, ...ids.flatMap((id) => entered(id))], ids);
    const known = await factsAt();
    expect(await sync([all, ...ids.map((id) => refused(id))], ids)).toMatchObject({ closed: 0, scopesFailed: 300 });
    expect(await factsAt()).toEqual(known);
  });

  it('cost as many statements as three do', async () => {
    const statements = async (some: string[]) => {
      await harness.clear();
      const runId = await harness.open(connectorId);
      const sink = harness.store.sink(runId);
      for (const id of some) await stage(sink, refused(id));
      await sink.flush();
      const query = vi.spyOn(pg.Client.prototype, 'query');
      await harness.store.publish(runId, { ...connectionFacts(own), iamAwsAccountIds: some });
      const asked = query.mock.calls.length;
      query.mockRestore();
      return asked;
    };
    const few = await statements(ids.slice(0, 3));
    expect(few).toBeGreaterThan(30);
    expect(await statements(ids)).toBe(few);
  });
});

describe('the gap of an AWS account', () => {
  it('takes the place of those that its listings had, which were told then and are told again after', async () => {
    const usersDenied: Reading[] = [
      { scope: scope('iam-users', account(first)), failure: denied },
      ...entered(first).filter((reading) => reading.scope?.kind !== 'iam-users'),
    ];
    await sync([organizationOf(own, first), ...entered(first)], [first]);
    await sync([organizationOf(own, first), ...usersDenied], [first]);
    await sync([organizationOf(own, first), refused(first)], [first]);
    await sync([organizationOf(own, first), ...usersDenied], [first]);
    const told = async (seq: number) =>
      (
        await harness.query<{ kind: string }>(
          `select s.kind from scope_gap g join scope s on s.id = g.scope_id
           where g.from_seq <= $1 and (g.to_seq is null or g.to_seq > $1) and g.implied_by is null`,
          [seq],
        )
      ).map(({ kind }) => kind);
    expect([await told(1), await told(2), await told(3), await told(4)]).toEqual([
      [],
      ['iam-users'],
      ['iam-of-aws-account'],
      ['iam-users'],
    ]);
    // Never read in between: stale since the first of them.
    const since = await harness.query(`select distinct g.failed_at from scope_gap g join scope s on s.id = g.scope_id
      where s.kind = 'iam-users'`);
    expect(since).toHaveLength(1);
  });

  it('does not make stale what was read there in the same run', async () => {
    await sync([organizationOf(own, first), ...entered(first)], [first]);
    const [read, ...rest] = iamOf(first);
    expect(rest).not.toEqual([]);
    await sync([organizationOf(own, first), read as Reading, refused(first)], [first]);
    expect((await gapsAt()).filter((line) => line.includes('iam-users'))).toEqual([]);
    expect(await staleUsers()).toEqual([]);
  });
});

describe('an AWS account that a connector gives up', () => {
  const role = `arn:aws:iam::${first}:role/r`;
  const readByOther = async () => {
    const other = await harness.addConnector(`b${tests}`);
    await harness.query('update connector set role_arn = $2 where id = $1', [other, role]);
    return other;
  };

  it('is stale until another reads it, fresh from then on, and as of the time between still stale', async () => {
    await sync([organizationOf(own, first), ...entered(first)], [first]);
    await sync([organizationOf(own, first), refused(first, switchedOff)], []);
    expect(await staleUsers()).toEqual([`iam-user of ${first}`]);
    const known = await factsOf(harness, first);
    const other = await readByOther();
    expect(await harness.sync(other, iamOf(first), { awsAccountId: first })).toMatchObject({ opened: 0, closed: 0 });
    expect(await gapsAt()).toEqual([]);
    expect([await staleUsers(), await staleUsers(await atOf(2)), await staleUsers(await atOf(1))]).toEqual([
      [],
      [`iam-user of ${first}`],
      [],
    ]);
    expect(await factsOf(harness, first)).toEqual(known);
    // The one before neither reads it again nor says anything of it.
    const { iamAwsAccountIds, iamElsewhere } = await harness.store.known(connectorId);
    expect([iamAwsAccountIds, iamElsewhere]).toEqual([[], [first]]);
    await sync([organizationOf(own, first)], []);
    expect([await gapsAt(), await factsOf(harness, first)]).toEqual([[], known]);
  });

  it('is stale also where its reader skips it for another that has not read it yet', async () => {
    await sync([organizationOf(own, first), ...entered(first)], [first]);
    await sync([organizationOf(own, first), refused(first, switchedOff)], []);
    await readByOther();
    // Switched on again: it is left to the other, and no gap is told by the reader.
    await sync([organizationOf(own, first)], []);
    expect(await staleUsers()).toEqual([`iam-user of ${first}`]);
    const { runGaps } = runViews(harness.database);
    const [{ id } = { id: '' }] = await harness.query<{ id: RunId }>('select id from sync_run where seq = 3');
    expect((await runGaps(connectorId, id as RunId, { limit: 9 } as never))?.items).toMatchObject([
      { scopeKind: 'iam-of-aws-account', message: leftToAnother, since: expect.any(String) },
    ]);
    const [since] = await harness.query<{ n: number }>(`select count(distinct g.failed_at) as n from scope_gap g
      join scope s on s.id = g.scope_id where s.kind = 'iam-of-aws-account'`);
    expect(Number(since?.n)).toBe(1);
  });

  it('can be taken back by it, and by nobody else without another publication', async () => {
    await sync([organizationOf(own, first), ...entered(first)], [first]);
    await sync([organizationOf(own, first), refused(first, switchedOff)], []);
    await sync([organizationOf(own, first), ...entered(first)], [first]);
    expect(await gapsAt()).toEqual([]);
    const other = await readByOther();
    await expect(harness.sync(other, iamOf(first), { awsAccountId: first })).rejects.toMatchObject({
      code: 'coverage-taken',
      facts: { family: 'iam', nativeId: first, connectorId },
    });
  });

  it('goes with the organization that it leaves, if nobody reads it', async () => {
    await sync([organizationOf(own, first), ...entered(first)], [first]);
    await sync([organizationOf(own, first), refused(first, switchedOff)], []);
    await sync([organizationOf(own)], []);
    expect(await factsOf(harness, first)).toEqual([]);
    expect(await harness.query(`select native_id from coverage where family = 'iam'`)).toEqual([{ native_id: own }]);
    expect(await gapsAt()).toEqual([]);
    const vanished = await harness.query<{ line: string }>(
      `select k.name || ' ' || c.op as line from change c join entity e on e.id = c.entity_id
       join entity_kind k on k.id = e.kind where c.seq = 3
       union all select 'grant ' || c.op from change c where c.seq = 3 and c.entity_id is null order by 1`,
    );
    expect(vanished.map(({ line }) => line)).toEqual([
      'aws-account vanished',
      'grant removed',
      'grant removed',
      'iam-group vanished',
      'iam-role vanished',
      'iam-user vanished',
    ]);
  });
});

it('a suspended AWS account is still listed: nothing closes', async () => {
  await sync([organizationOf(own, first), ...entered(first)], [first]);
  const known = await factsOf(harness, first);
  const listed = organizationOf(own, first);
  const suspended = {
    ...listed,
    entities: listed.entities?.map((each) => (each.nativeId === first ? { ...each, status: 'suspended' } : each)),
  } as Reading;
  const message = 'The AWS account is suspended: AWS lets nobody in.';
  expect(await sync([suspended, refused(first, { reason: 'not-attempted', message })], [first])).toMatchObject({
    closed: 0,
  });
  expect(await factsOf(harness, first)).toEqual(known.map((line) => line.replace('| active |', '| suspended |')));
});

it('a list of AWS accounts that could not be read closes nothing in them', async () => {
  await sync([organizationOf(own, first), ...entered(first)], [first]);
  const known = await factsOf(harness, first);
  const unlisted: Reading = {
    scope: scope('aws-accounts', { kind: 'organization', nativeId: 'o-1' }),
    failure: denied,
  };
  await sync([unlisted, ...entered(first)], [first]);
  expect(await factsOf(harness, first)).toEqual(known);
});
