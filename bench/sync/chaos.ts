import { setTimeout as sleep } from 'node:timers/promises';
import { currentFacts } from '../../test/support/current-facts.ts';
import { killWorker } from '../../test/support/kill-worker.ts';
import { startTestServer, type TestServer } from '../../test/support/test-server.ts';
import type { Bench, Figure } from '../bench.ts';
import { sumOf } from './calls.ts';
import { differences } from './differences.ts';
import { type Synced, type SyncedWorld, startSyncedWorld } from './synced-world.ts';

const world = 'large';
/** Times AWS's rates in trouble: where three calls in ten are throttled, pauses of full length are what would be measured. */
const rateScaleOfTrouble = '50';
const kills = 20;
/** Times AWS's rates: what a kill costs is what is under way at that moment, which faster reading has more of. */
const rateScaleOfKills = '5';
const unreliableServices = ['iam', 'organizations', 'identitystore', 'sso'];

/** Syncs of an AWS that throttles, cuts off and comes late, and by workers that are killed, against an undisturbed one. */
export const bench: Bench = async () => {
  const server = await startTestServer();
  try {
    const clean = await underChange(server, async () => {});
    const disturbed = await underChange(server, makeTrouble);
    console.log(`calls: ${clean.calls} undisturbed, ${disturbed.calls} in trouble`);
    return [
      { name: 'chaos_differences', value: differences('trouble', clean.facts, disturbed.facts), unit: '', limit: 0 },
      { name: 'chaos_calls_over_clean', value: round(disturbed.calls / clean.calls), unit: '' },
      ...(await figuresOfKills(server)),
    ];
  } finally {
    await server.stop();
  }
};

/** Syncs twice, with changes in AWS just before each; returns what is known at the end. */
async function underChange(server: TestServer, trouble: (synced: SyncedWorld) => Promise<void>) {
  const synced = await startSyncedWorld(server, {
    world,
    allowed: 'full',
    env: { COUNTERSIGN_AWS_RATE_SCALE: rateScaleOfTrouble },
  });
  try {
    await trouble(synced);
    const runs: Synced[] = [];
    for (const share of [0, 1]) {
      await synced.leaveGroups(share * changes, changes);
      runs.push(await synced.sync());
    }
    // Whatever the second read too early, the third finds in its place.
    await sleep(lagMs);
    runs.push(await synced.sync());
    const calls = runs.reduce((sum, run) => sum + sumOf(run.calls), 0);
    return { facts: await currentFacts(synced.database), calls };
  } finally {
    await synced.stop();
  }
}
const changes = 5;
const lagMs = 2_000;

async function makeTrouble({ product }: SyncedWorld): Promise<void> {
  const control = (path: string, body: object) =>
    fetch(`${product.simulatorUrl}/_simulator/${path}`, { method: 'POST', body: JSON.stringify(body) });
  for (const service of unreliableServices) {
    const error = { code: throttleCodes[service] ?? 'ThrottlingException', message: 'Rate exceeded' };
    await control('faults', { service, error, rate: 0.3 });
    await control('faults', { service, reset: true, rate: 0.05 });
    await control('faults', { service, emptyPage: true, rate: 0.02 });
  }
  await control('consistency', { lagMs, rate: 0.5, services: unreliableServices });
}
const throttleCodes: Record<string, string> = { iam: 'Throttling', organizations: 'TooManyRequestsException' };

/** One run whose worker is killed twenty times, against one that nothing disturbs. */
async function figuresOfKills(server: TestServer): Promise<Figure[]> {
  const env = { COUNTERSIGN_AWS_RATE_SCALE: rateScaleOfKills };
  const { facts: expected, calls } = await undisturbedRun(server, env);
  const killed = await startSyncedWorld(server, { world, allowed: 'full', env });
  try {
    const ending = killed.sync();
    for (let kill = 1; kill <= kills; kill++) {
      while ((await killed.callsSoFar()) < (calls * kill) / (kills + 1)) await sleep(20);
      await killWorker(killed.product, killed.database);
    }
    const made = sumOf((await ending).calls);
    const { rows } = await killed.database.query('select max(resumptions)::int as resumptions from sync_run');
    console.log(`calls: ${calls} undisturbed, ${made} with ${rows[0].resumptions} resumptions`);
    return [
      { name: 'kills', value: rows[0].resumptions, unit: '', atLeast: kills },
      {
        name: 'kill_differences',
        value: differences('kills', expected, await currentFacts(killed.database)),
        unit: '',
        limit: 0,
      },
      { name: 'extra_calls_after_kills', value: round(made / calls - 1), unit: '', limit: 0.1 },
    ];
  } finally {
    await killed.stop();
  }
}

async function undisturbedRun(server: TestServer, env: Record<string, string>) {
  const synced = await startSyncedWorld(server, { world, allowed: 'full', env });
  try {
    const { calls } = await synced.sync();
    return { facts: await currentFacts(synced.database), calls: sumOf(calls) };
  } finally {
    await synced.stop();
  }
}

const round = (value: number) => Number(value.toFixed(3));
