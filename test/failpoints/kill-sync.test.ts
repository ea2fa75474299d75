import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { signedIn } from '../../bench/signed-in.ts';
import { type Calls, sumOf } from '../../bench/sync/calls.ts';
import { currentFacts } from '../support/current-facts.ts';
import { killWorker } from '../support/kill-worker.ts';
import { startProduct } from '../support/product.ts';

/** AWS's own rates: what a kill costs is what is under way at that moment, which faster reading has more of. */
const rateScale = '1';
/**
 * When the worker is killed, as shares of the calls that an undisturbed run makes. Twice in the first moments, in which
 * AWS's buckets let a third of all calls through at once; then spread over the time that the others take.
 */
const killedAtOnce = [0.02, 0.2];
const killedLater = [0.5, 0.6, 0.7, 0.8, 0.9];
/** Eight calls are under way in each half of a reading, and what they were about is read again. */
const underWayAtOnce = 2 * 8;

/** The product over a demo of its own, with a connector that is about to be read for the first time. */
async function startSync() {
  const product = await startProduct({
    world: 'demo',
    throttling: false,
    env: { COUNTERSIGN_AWS_RATE_SCALE: rateScale },
  });
  const owner = new pg.Client(product.ownerUrl);
  await owner.connect();
  const call = await signedIn(product.url);
  const { id: ownerId } = (await call('GET', '/api/v1/session')).person;
  const connector = await call('POST', '/api/v1/connectors', { application: { newName: 'AWS' }, ownerIds: [ownerId] });
  const path = `/api/v1/connectors/${connector.id}`;
  const { roleArn } = await call('POST', `/api/v1/demo/connectors/${connector.id}/role`);
  const settings = { organizationsEnabled: true, identityCenterEnabled: true, identityCenterRegion: 'eu-north-1' };
  const counters = `${product.simulatorUrl}/_simulator/counters`;
  // Saving tests the connection first, with calls of its own; the worker begins at once.
  await product.stopWorker();
  await call('PATCH', path, { roleArn, ...settings });
  await fetch(counters, { method: 'DELETE' });
  await product.startWorker();
  return {
    product,
    owner,
    status: async (): Promise<string> => (await call('GET', path)).status,
    callsSoFar: async (): Promise<number> => sumOf((await (await fetch(counters)).json()) as Calls),
    async stop() {
      await owner.end();
      await product.stop();
    },
  };
}
type Sync = Awaited<ReturnType<typeof startSync>>;

let sync: Sync | null = null;
afterEach(() => sync?.stop());

async function until(what: string, { product }: Sync, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`${what} did not come.\n${product.worker.output.slice(-20).join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const atRest = (of: Sync) => until('the end of the sync', of, async () => (await of.status()) === 'connected');

it('a sync whose worker is killed seven times finds what an undisturbed one finds; kills after its first moments cost a tenth more calls at most', async () => {
  sync = await startSync();
  await atRest(sync);
  const [expected, undisturbed] = [await currentFacts(sync.owner), await sync.callsSoFar()];
  await sync.stop();

  const killed = await startSync();
  sync = killed;
  for (const share of [...killedAtOnce, ...killedLater]) {
    await until('a part', killed, async () => (await killed.callsSoFar()) >= share * undisturbed);
    await killWorker(killed.product, killed.owner);
  }
  await atRest(killed);
  const calls = await killed.callsSoFar();
  console.info(`kill-sync: ${calls} calls instead of ${undisturbed}`);
  const { rows } = await killed.owner.query('select resumptions, status from sync_run');
  expect(rows).toEqual([{ resumptions: killedAtOnce.length + killedLater.length, status: 'published' }]);
  expect(await currentFacts(killed.owner)).toEqual(expected);
  expect(calls).toBeLessThanOrEqual(undisturbed * 1.1 + killedAtOnce.length * underWayAtOnce);
}, 300_000);
