import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../src/adapters/system/embedded-postgres/start-embedded-postgres.ts';
import type { DatabaseUrls } from '../environment.ts';
import type { Shutdown } from '../shutdown.ts';
import { keepRunning } from './keep-running.ts';

/**
 * The embedded PostgreSQL, kept running on one port so that the addresses stay good. A server of one's own is used only
 * when both DATABASE_URL and DATABASE_OWNER_URL are set: a DATABASE_URL left over from another project must not be
 * migrated.
 */
export async function openDatabase(dataFolder: string, shutdown: Shutdown): Promise<DatabaseUrls> {
  const { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl } = process.env;
  if (appUrl && ownerUrl) {
    console.log(`Using the database ${describe(appUrl)} (DATABASE_URL, DATABASE_OWNER_URL).`);
    return { appUrl, ownerUrl };
  }
  let server: EmbeddedPostgres | undefined;
  const start = async () => {
    const started = await startEmbeddedPostgres({
      dataFolder,
      durable: true,
      ...(server ? { port: server.port } : {}),
    });
    server = started;
    return { ended: started.ended.then(() => 'PostgreSQL ended'), stop: () => started.stop() };
  };
  await keepRunning({ name: 'database', start }, shutdown);
  if (!server) throw new Error('The database was not started.');
  return server;
}

function describe(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
