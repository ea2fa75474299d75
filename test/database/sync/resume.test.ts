import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenedRun, RunLost, type RunSink } from '../../../src/core/inventory/ports.ts';
import type { ConnectorId } from '../../../src/core/shared/ids.ts';
import { currentFacts, type Harness, openHarness, ref, scope } from './sync-harness.ts';

const awsAccount = ref('aws-account', '111111111111');
const facts = {
  awsPartition: 'aws',
  awsAccountId: '111111111111',
  organizationId: null,
  managementAwsAccountId: null,
  identityCenterInstanceArn: null,
  identityStoreId: null,
};
const user = (id: string) => ({ ...ref('iam-user', id), parent: awsAccount, name: id });

let harness: Harness;
let connectorId: ConnectorId;
let tests = 0;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.clear();
  connectorId = await harness.addConnector(`resume${++tests}`);
});

const open = (kind: 'full' | 'targeted' = 'full') =>
  harness.store.open({ connectorId, trigger: 'schedule', startedBy: null, kind }, harness.nextRunId());
/** What the killed worker sent last may still be on its way into the database: then the run is not to be had yet. */
const opened = async (): Promise<OpenedRun> => {
  for (let n = 0; n < 200; n += 1) {
    const run = await open();
    if (run) return run;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('another run reads');
};
const killedFor = (since: string) =>
  harness.query(`update sync_run set heartbeat_at = heartbeat_at - $1::interval where status = 'reading'`, [since]);
const staged = async () =>
  (await harness.query<{ native_id: string }>('select native_id from stage_entity order by 1')).map(
    (row) => row.native_id,
  );

describe('a run whose worker was killed', () => {
  it('goes on under its id and number, with its calls, from the parts that it had finished', async () => {
    const first = await opened();
    const sink = harness.store.sink(first.runId);
    sink.plan('iam:ListUsers', 2);
    sink.called('iam:ListUsers', 'ok');
    await sink.rows({ entities: [user('OF-NO-PART')] });
    const read = await sink.part('users', async () => {
      await sink.rows({ entities: [user('FINISHED')] });
      await sink.part('inside', () => sink.rows({ entities: [user('INSIDE')] }));
      await sink.complete(scope('iam-users', awsAccount), {});
      return { ids: ['FINISHED'] };
    });
    expect(read).toEqual({ ids: ['FINISHED'] });
    const half = sink.part('half', async () => {
      await sink.rows({ entities: [user('HALF')] });
      await sink.part('half, but this', () => sink.rows({ entities: [user('WHOLE-IN-HALF')] }));
      throw new Error('killed here');
    });
    await expect(half).rejects.toThrow('killed');
    await sink.flush();
    await harness.store.heartbeat(first.runId, sink.calls());

    await killedFor('31 seconds');
    const second = await opened();
    expect([second.runId, second.number]).toEqual([first.runId, first.number]);
    expect(await staged()).toEqual(['FINISHED', 'INSIDE', 'WHOLE-IN-HALF']);
    const heir = harness.store.sink(second.runId, second.resumed);
    expect(await heir.part('users', () => Promise.reject(new Error('read again')))).toEqual({ ids: ['FINISHED'] });
    expect(await heir.part('half', async () => 'again')).toBe('again');
    heir.plan('iam:ListUsers', 2);
    heir.called('iam:ListUsers', 'ok');
    expect(heir.calls()).toEqual({ 'iam:ListUsers': { planned: 2, actual: 2, throttled: 0 } });
    expect(await harness.query('select resumptions, status from sync_run')).toEqual([
      { resumptions: 1, status: 'reading' },
    ]);
  });

  it('is the next worker’s alone: the one that was taken for dead can neither stage, log, beat, publish nor fail it', async () => {
    const { runId } = await opened();
    const zombie = harness.store.sink(runId);
    await killedFor('31 seconds');
    const heir = await opened();
    await zombie.rows({ entities: [user('FROM-THE-GRAVE')] });
    await expect(zombie.flush()).rejects.toThrow(RunLost);
    await expect(harness.store.sink(runId).log('read', 'from the grave')).rejects.toThrow(RunLost);
    await expect(harness.store.heartbeat(runId, {})).rejects.toThrow(RunLost);
    await expect(harness.store.publish(runId, facts)).rejects.toThrow(RunLost);
    const failure = { code: 'x', message: 'x', mend: 'x', isTransient: true };
    await expect(harness.store.fail(runId, failure)).rejects.toThrow(RunLost);
    const sink = harness.store.sink(runId, heir.resumed);
    await sink.complete(scope('iam-users', awsAccount), { entities: [user('HEIR')] });
    await sink.flush();
    await harness.store.heartbeat(runId, sink.calls(), heir.resumed?.fence);
    await harness.store.publish(runId, facts, heir.resumed?.fence);
    expect((await currentFacts(harness)).map((line) => line.split(' | ')[1])).toEqual(['iam-user HEIR']);
  });

  it('more than 30 minutes ago is not resumed: another begins with nothing', async () => {
    const first = await opened();
    const sink = harness.store.sink(first.runId);
    await sink.part('users', () => sink.rows({ entities: [user('OLD')] }));
    await sink.flush();
    await killedFor('31 minutes');
    const second = await opened();
    expect(second).toMatchObject({ resumed: null });
    expect(second.runId).not.toBe(first.runId);
    expect(await staged()).toEqual([]);
    expect(await harness.query('select run_id from stage_part')).toEqual([{ run_id: second.runId }]);
  });

  it('is not thrown away for one listing that a change of ours asks for: that one waits', async () => {
    await opened();
    await killedFor('31 seconds');
    expect(await open('targeted')).toBeNull();
    expect(await opened()).toMatchObject({ resumed: { fence: 1 } });
  });

  it('does not keep changes of a paused connector from being shown: it is given up for them', async () => {
    await opened();
    await killedFor('31 seconds');
    expect(await open('targeted')).toBeNull();
    await harness.query('update connector set is_paused = true where id = $1', [connectorId]);
    expect(await open('targeted')).toMatchObject({ resumed: null });
  });

  it('reads everything again when the database crashed too, since staging is not in its log', async () => {
    const first = await opened();
    const sink = harness.store.sink(first.runId);
    await sink.part('users', () => sink.rows({ entities: [user('LOST')] }));
    await sink.flush();
    await harness.query('delete from stage_entity; delete from stage_part');
    await killedFor('31 seconds');
    const { resumed, runId } = await opened();
    const heir = harness.store.sink(runId, resumed);
    expect(await heir.part('users', async () => 'read anew')).toBe('read anew');
  });

  it('and under which the database crashed, unnoticed between two pages of a listing, is not published', async () => {
    await harness.sync(
      connectorId,
      [{ scope: scope('iam-users', awsAccount), entities: [user('ONE'), user('TWO')] }],
      facts,
    );
    const { runId } = await opened();
    const sink = harness.store.sink(runId);
    const listing = sink.part('users', async () => {
      await sink.rows({ entities: [user('ONE')] });
      await sink.flush();
      await harness.query('delete from stage_entity; delete from stage_part');
      await sink.rows({ entities: [user('TWO')] });
      await sink.complete(scope('iam-users', awsAccount), {});
    });
    await listing;
    await sink.flush();
    await expect(harness.store.publish(runId, facts)).rejects.toThrow(RunLost);

    await killedFor('31 seconds');
    const { resumed } = await opened();
    expect([...(resumed?.parts.keys() ?? [])]).toEqual([]);
    expect(await staged()).toEqual([]);
    const heir = harness.store.sink(runId, resumed);
    await heir.complete(scope('iam-users', awsAccount), { entities: [user('ONE'), user('TWO')] });
    await heir.flush();
    expect(await harness.store.publish(runId, facts, resumed?.fence)).toMatchObject({ opened: 0, closed: 0 });
  });

  it('sends what it finds within a twentieth of a second, however little it is', async () => {
    const { runId } = await opened();
    const sink = harness.store.sink(runId);
    await sink.part('first', () => sink.rows({ entities: [user('ONE')] }));
    await new Promise((resolve) => setTimeout(resolve, 60));
    await sink.part('second', () => sink.rows({ entities: [user('TWO')] }));
    await expect.poll(staged).toEqual(['ONE', 'TWO']);
  });
});

class Killed extends Error {}
/**
 * Groups, then the members of each, a call a member. A group in whose reading the worker is killed had one member more at
 * that moment, who has left by the time it is read again.
 */
async function read(sink: RunSink, groups: string[][], callsUntilKilled: number): Promise<void> {
  let left = callsUntilKilled;
  const ask = async () => {
    if (left-- <= 0) throw new Killed();
  };
  await sink.part('groups', async () => {
    await ask();
    const entities = groups.map((_, n) => ({ ...ref('iam-group', `AGPA${n}`), parent: awsAccount, name: `g${n}` }));
    await sink.complete(scope('iam-groups', awsAccount), { entities });
  });
  for (const [n, members] of groups.entries())
    await sink.part(`members of ${n}`, async () => {
      const target = ref('iam-group', `AGPA${n}`);
      for (const member of left < members.length + 1 ? ['AIDA-GONE', ...members] : members) {
        await ask();
        const principal = ref('iam-user', member);
        await sink.rows({ grants: [{ kind: 'group-member', target, awsAccount, principal }] });
      }
      await ask();
      await sink.complete(scope('members-of-group', target), {});
    });
}

it('whenever and however often its worker is killed, a run ends with what an undisturbed one finds', async () => {
  const attempt = async (groups: string[][], callsUntilKilled: number, isSent: boolean) => {
    const { runId, resumed } = await opened();
    const sink = harness.store.sink(runId, resumed);
    try {
      await read(sink, groups, callsUntilKilled);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      if (isSent) await sink.flush();
      await killedFor('31 seconds');
      return null;
    }
    await sink.flush();
    await harness.store.publish(runId, facts, resumed?.fence);
    return currentFacts(harness);
  };
  const anyGroups = fc.array(fc.subarray(['AIDA1', 'AIDA2', 'AIDA3']), { minLength: 1, maxLength: 4 });
  const anyKills = fc.array(fc.record({ after: fc.nat({ max: 9 }), isSent: fc.boolean() }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(anyGroups, anyKills, async (groups, kills) => {
      await harness.clear();
      let reached: string[] | null = null;
      for (const kill of kills) reached ??= await attempt(groups, kill.after, kill.isSent);
      reached ??= await attempt(groups, Number.POSITIVE_INFINITY, true);
      await harness.clear();
      expect(reached).toEqual(await attempt(groups, Number.POSITIVE_INFINITY, true));
    }),
    { numRuns: 40 },
  );
}, 300_000);
