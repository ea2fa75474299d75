import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { removeEmbeddedPostgres } from '../../src/adapters/system/embedded-postgres/remove-embedded-postgres.ts';
import { startEmbeddedPostgres } from '../../src/adapters/system/embedded-postgres/start-embedded-postgres.ts';
import { processIdentity } from '../../src/adapters/system/process-identity.ts';

export const TEMPLATE = 'countersign_template';

export interface TestServer {
  /** To the server's own database; createTestDatabase puts in the name of a clone. */
  readonly addresses: { readonly superuserUrl: string; readonly ownerUrl: string; readonly appUrl: string };
  stop(): Promise<void>;
}

const FOLDER = 'countersign-test-database-';

/** A real PostgreSQL that forgets at a crash, with one template database migrated as the product migrates. */
export async function startTestServer(): Promise<TestServer> {
  await removeLeftovers();
  const dataFolder = path.join(tmpdir(), `${FOLDER}${process.pid}`);
  const settings = { max_connections: '200', wal_level: 'minimal', max_wal_senders: '0' };
  const server = await startEmbeddedPostgres({ dataFolder, durable: false, settings });
  const stop = async () => {
    await server.stop();
    await removeEmbeddedPostgres(dataFolder);
  };
  try {
    await makeTemplate(server.superuserUrl, server.ownerUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  const { superuserUrl, ownerUrl, appUrl } = server;
  return { addresses: { superuserUrl, ownerUrl, appUrl }, stop };
}

/** The server made the database `countersign` as a start of the product does; migrated, it becomes the template. */
async function makeTemplate(superuserUrl: string, ownerUrl: string): Promise<void> {
  const { migrate } = (await import('../../src/adapters/postgres/migrate.ts')) as {
    migrate(ownerUrl: string): Promise<unknown>;
  };
  await migrate(ownerUrl);
  const url = new URL(superuserUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(`alter database countersign rename to ${TEMPLATE}`);
  } finally {
    await client.end();
  }
}

/** Of runs that were killed. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(FOLDER) ? Number(name.slice(FOLDER.length)) : Number.NaN;
    if (Number.isNaN(pid) || (pid !== process.pid && (await processIdentity(pid)) !== undefined)) continue;
    await removeEmbeddedPostgres(path.join(tmpdir(), name)).catch(() => undefined);
  }
}
