import * as iam from '@aws-sdk/client-iam';
import * as store from '@aws-sdk/client-identitystore';
import * as sso from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { dueRefreshes } from '../../../src/adapters/postgres/sync/events/due-refreshes.ts';
import type { AwsEvent } from '../../../src/core/inventory/model/events/aws-event.ts';
import type { Refresher, RefreshSession } from '../../../src/core/inventory/refresh/ports.ts';
import { currentFacts } from '../../database/sync/sync-harness.ts';
import { openRefreshedWorld, type RefreshedWorld } from './refresh-support.ts';

const { identityStoreId: IdentityStoreId } = SMALL;
let world: RefreshedWorld;

beforeAll(async () => {
  world = await openRefreshedWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.simulator.faults.clear();
  await world.allowAllBut();
  await world.events(0);
  await world.sync();
  await world.advanceCursor();
});

const center = () => world.simulator.world.identityCenters[0];
const makeGroup = async (DisplayName: string) =>
  (await world.somebody.identityStore.send(new store.CreateGroupCommand({ IdentityStoreId, DisplayName }))).GroupId ??
  '';
const cursor = async () =>
  (await world.harness.query<{ at: string }>('select looked_until as at from event_cursor'))[0]?.at;
const count = async (what: string) =>
  Number((await world.harness.query<{ n: string }>(`select count(*) as n from ${what}`))[0]?.n);

/** Looks of which this makes what it likes. */
function withEvents(change: (events: AwsEvent[]) => AwsEvent[]): Refresher {
  const { refresher } = world.ports();
  return {
    open(connection) {
      const session = refresher.open(connection);
      const events = async (since: string) => {
        const read = await session.events(since, []);
        return { ...read, events: change(read.events) };
      };
      return { ...session, events };
    },
  };
}

describe('an event that comes late', () => {
  it('is taken by the look that finds it, though an earlier look went past its instant', async () => {
    await world.events(3_600_000);
    await makeGroup('late');
    expect(await world.refresh()).toMatchObject({ status: 'unchanged', events: 0 });
    expect(await world.refresh()).toMatchObject({ status: 'unchanged', events: 0 });
    await world.events(0);
    expect(await world.refresh()).toMatchObject({ status: 'published', events: 1, run: { opened: 1 } });
    expect(await world.refresh()).toMatchObject({ status: 'unchanged', events: 0 });
  });

  it('and is from before the last full run is not read again', async () => {
    await world.harness.query(
      `update sync_run set started_at = started_at + interval '10 minutes' where kind = 'full'`,
    );
    await makeGroup('read');
    expect(await world.refresh()).toMatchObject({ status: 'unchanged', events: 1 });
    await world.harness.query(
      `update sync_run set started_at = started_at - interval '10 minutes' where kind = 'full'`,
    );
  });

  it('and is too young for AWS to show its effect everywhere waits for the next look', async () => {
    await makeGroup('young');
    expect(await world.refresh({ settleMs: 60_000 })).toMatchObject({ status: 'unchanged', events: 0 });
    expect(await world.refresh()).toMatchObject({ status: 'published', events: 1 });
  });

  it('of a permission set that was deleted meanwhile makes none of it: what AWS does not know is not there', async () => {
    const sets = async () =>
      (await currentFacts(world.harness)).filter((line) => /^entity \| permission-set/.test(line));
    const before = await sets();
    const { ssoAdmin } = world.somebody;
    const { instanceArn: InstanceArn } = SMALL;
    const { PermissionSet } = await ssoAdmin.send(new sso.CreatePermissionSetCommand({ InstanceArn, Name: 'Brief' }));
    const PermissionSetArn = PermissionSet?.PermissionSetArn;
    await ssoAdmin.send(new sso.DeletePermissionSetCommand({ InstanceArn, PermissionSetArn }));
    const refresher = withEvents((events) => events.filter(({ name }) => name !== 'DeletePermissionSet'));
    expect(await world.refresh({ refresher })).toMatchObject({
      status: 'published',
      events: 1,
      run: { scopesFailed: 1 },
    });
    expect(await sets()).toEqual(before);
  });
});

describe('where AWS refuses LookupEvents', () => {
  it('nothing else is worse off, and nobody looks again for a day', async () => {
    await world.allowAllBut('cloudtrail:LookupEvents');
    await world.harness.query(`update connector set last_synced_at = last_synced_at - interval '1 hour'`);
    await world.harness.query(`update event_cursor set tried_at = tried_at - interval '1 hour'`);
    const due = () => dueRefreshes(world.harness.database).due();
    expect(await due()).toEqual([world.connectorId]);
    const facts = await currentFacts(world.harness);
    expect(await world.refresh()).toEqual({ status: 'denied' });
    await world.harness.query(`update event_cursor set tried_at = tried_at - interval '1 hour'`);
    expect(await due()).toEqual([]);
    expect(await currentFacts(world.harness)).toEqual(facts);
    await world.sync();
    await world.harness.query(`update denied_action set denied_at = denied_at - interval '25 hours'`);
    await world.harness.query(`update connector set last_synced_at = last_synced_at - interval '1 hour'`);
    expect(await due()).toEqual([world.connectorId]);
  });

  it('a connector that is to look never is not due', async () => {
    await world.harness.query(`update connector set last_synced_at = last_synced_at - interval '1 hour',
      refresh_interval_minutes = null`);
    await world.harness.query(`update event_cursor set tried_at = tried_at - interval '1 hour'`);
    expect(await dueRefreshes(world.harness.database).due()).toEqual([]);
    expect(await world.refresh()).toEqual({ status: 'not-due' });
    await world.harness.query('update connector set refresh_interval_minutes = 5');
  });
});

describe('a look that fails', () => {
  it('while CloudTrail is down leaves the cursor where it was, and the next look finds all', async () => {
    const before = await cursor();
    await makeGroup('unseen');
    world.simulator.faults.add({ operation: 'cloudtrail:LookupEvents', reset: true });
    expect(await world.refresh()).toMatchObject({ status: 'failed' });
    expect(await cursor()).toEqual(before);
    world.simulator.faults.clear();
    expect(await world.refresh()).toMatchObject({ status: 'published', events: 1 });
  });

  it('between reading and publishing leaves neither cursor nor event, and the next look does all of it', async () => {
    const before = [await cursor(), await count('aws_event')];
    await makeGroup('killed');
    const { refreshes, ...ports } = world.ports();
    const killed = { ...refreshes, publish: () => Promise.reject(new Error('killed')) };
    await expect(world.refresh({ ...ports, refreshes: killed })).rejects.toThrow('killed');
    expect([await cursor(), await count('aws_event')]).toEqual(before);
    expect(await world.refresh()).toMatchObject({ status: 'published', events: 1, run: { opened: 1 } });
  });

  it('because the settings were replaced meanwhile publishes nothing read by the old ones', async () => {
    const before = [await cursor(), await count('aws_event'), await currentFacts(world.harness)];
    await makeGroup('replaced');
    const isEnabled = (is: boolean) => world.harness.query('update connector set identity_center_enabled = $1', [is]);
    const { refresher } = world.ports();
    const open: Refresher['open'] = (connection) => {
      const session = refresher.open(connection);
      const events = async (since: string) => {
        await isEnabled(false);
        return session.events(since, []);
      };
      return { ...session, events };
    };
    expect(await world.refresh({ refresher: { open } })).toMatchObject({ status: 'busy', events: 1 });
    expect([await cursor(), await count('aws_event'), await currentFacts(world.harness)]).toEqual(before);
    expect(await count(`sync_run where status = 'reading'`)).toBe(0);
    await isEnabled(true);
    expect(await world.refresh()).toMatchObject({ status: 'published', events: 1, run: { opened: 1 } });
  });

  it('in the midst of the publication leaves nothing of it', async () => {
    const before = [await cursor(), await count('aws_event'), await currentFacts(world.harness)];
    await makeGroup('halved');
    await world.owner("alter table aws_event add constraint stop check (name <> 'CreateGroup') not valid");
    await expect(world.refresh()).rejects.toThrow('stop');
    await world.owner('alter table aws_event drop constraint stop');
    expect([await cursor(), await count('aws_event'), await currentFacts(world.harness)]).toEqual(before);
    expect(await world.refresh()).toMatchObject({ status: 'published', events: 1, run: { opened: 1 } });
  });

  it('at one listing publishes the others, and says which is not read', async () => {
    const groupId = center()?.groups.all()[0]?.id ?? '';
    const UserId = center()?.users.all().at(-1)?.id ?? '';
    await makeGroup('beside');
    const joined = new store.CreateGroupMembershipCommand({ IdentityStoreId, GroupId: groupId, MemberId: { UserId } });
    await world.somebody.identityStore.send(joined);
    const error = { code: 'AccessDeniedException', message: 'no', status: 400 };
    world.simulator.faults.add({ operation: 'identitystore:ListGroupMemberships', error });
    expect(await world.refresh()).toMatchObject({ status: 'published', run: { opened: 1, scopesFailed: 1 } });
    expect(
      (await currentFacts(world.harness)).filter((line) => line.startsWith('gap | members-of-group')),
    ).toHaveLength(1);
    world.simulator.faults.clear();
    await world.sync();
    expect((await currentFacts(world.harness)).filter((line) => line.startsWith('gap | members-of-group'))).toEqual([]);
  });
});

describe('a full run comes instead', () => {
  const isFullDue = async () =>
    (await world.harness.query<{ due: boolean }>('select next_sync_at <= product_now() as due from connector'))[0]?.due;

  it('where more happened than is looked through at once', async () => {
    const many = {
      events: async () => ({ events: [], unreadable: 0, wholeSince: '9999-01-01T00:00:00.000Z', deniedIn: [] }),
    };
    const refresher = { open: () => ({ ...many, close: () => {} }) as unknown as RefreshSession };
    expect(await isFullDue()).toBe(false);
    expect(await world.refresh({ refresher })).toMatchObject({ status: 'full' });
    expect(await isFullDue()).toBe(true);
  });

  it('where an increment would remove more than may vanish unseen, and nothing of it is published', async () => {
    await world.harness.query('update connector set hold_minimum = 1, hold_share_percent = 1');
    const [withMembers] = await world.harness.query<{ id: string }>(`select split_part(e.native_id, '/', 2) as id
      from grant_fact g join entitlement t on t.id = g.entitlement_id join entity e on e.id = t.target_id and e.kind = 5
      where g.kind = 1 and g.to_seq is null limit 1`);
    const GroupId = withMembers?.id;
    await world.somebody.identityStore.send(new store.DeleteGroupCommand({ IdentityStoreId, GroupId }));
    const facts = await currentFacts(world.harness);
    expect(await world.refresh()).toMatchObject({ status: 'full' });
    expect(await currentFacts(world.harness)).toEqual(facts);
    expect(await isFullDue()).toBe(true);
    await world.harness.query('update connector set hold_minimum = 10, hold_share_percent = 20');
  });
});

it('an event whose name says nothing to us is counted, kept, and told of once', async () => {
  await world.somebodyGlobal.iam.send(new iam.CreateUserCommand({ UserName: 'odd' }));
  const renamed = withEvents((events) =>
    events.map((event) => (event.name === 'CreateUser' ? { ...event, name: 'MakeUser' } : event)),
  );
  expect(await world.refresh({ refresher: renamed })).toMatchObject({ status: 'unchanged', unknown: ['iam:MakeUser'] });
  expect(await world.refresh({ refresher: renamed })).toMatchObject({ status: 'unchanged', unknown: [] });
  expect(await count('aws_event where not is_known')).toBe(1);
});

// Last, since it moves AWS's clock.
it('events that overtake each other on their way are all taken, each once', async () => {
  await world.events(null);
  for (let n = 0; n < 8; n += 1) await makeGroup(`on-its-way-${n}`);
  const taken: number[] = [];
  for (let seconds = 0; seconds < 12; seconds += 3) {
    const outcome = await world.refresh();
    taken.push(outcome.events ?? 0);
    await world.advance(3000);
  }
  expect(taken.filter((events) => events > 0).length).toBeGreaterThan(1);
  expect(taken.reduce((sum, events) => sum + events)).toBe(8);
  const before = await currentFacts(world.harness);
  await world.sync();
  expect(await currentFacts(world.harness)).toEqual(before);
});
