import { cloneDatabase } from '../test/support/clone-database.ts';
import { startProduct } from '../test/support/product.ts';
import { startTestServer } from '../test/support/test-server.ts';
import type { Bench } from './bench.ts';
import { memoryMb } from './memory.ts';
import { signedIn } from './signed-in.ts';

/** The demo's first sync at AWS's true rates, from Save to Connected, and what server and worker then weigh. */
export const bench: Bench = async () => {
  const postgres = await startTestServer();
  const product = await startProduct({
    world: 'demo',
    database: await cloneDatabase(postgres.addresses),
  });
  try {
    const call = await signedIn(product.url);
    const { id: ownerId } = (await call('GET', '/api/v1/session')).person;
    const connector = await call('POST', '/api/v1/connectors', {
      application: { newName: 'AWS' },
      ownerIds: [ownerId],
    });
    const path = `/api/v1/connectors/${connector.id}`;
    const { roleArn } = await call('POST', `/api/v1/demo/connectors/${connector.id}/role`);
    const startedAt = performance.now();
    await call('PATCH', path, {
      roleArn,
      organizationsEnabled: true,
      identityCenterEnabled: true,
      identityCenterRegion: 'eu-north-1',
    });
    let status = 'syncing';
    while (status === 'syncing' && performance.now() - startedAt < 120_000) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      status = (await call('GET', path)).status;
    }
    const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(1));
    const [run] = (await call('GET', `${path}/runs`)).items;
    if (status !== 'connected') throw new Error(`The connector is ${status}: ${JSON.stringify(run)}`);
    return [
      { name: 'first_sync_seconds', value: seconds, unit: 's' },
      { name: 'calls', value: run.callsMade, unit: '' },
      { name: 'throttles', value: run.callsThrottled, unit: '', limit: 0 },
      { name: 'server_rss_mb', value: await memoryMb(product.server.child.pid, 'VmRSS'), unit: 'MB', limit: 300 },
      { name: 'worker_rss_mb', value: await memoryMb(product.worker.child.pid, 'VmRSS'), unit: 'MB', limit: 300 },
    ];
  } finally {
    await product.stop();
    await postgres.stop();
  }
};
