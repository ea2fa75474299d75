// A process that starts an embedded PostgreSQL, prints its number and waits to be killed.
import { startEmbeddedPostgres } from '../../src/adapters/system/embedded-postgres/start-embedded-postgres.ts';

const server = await startEmbeddedPostgres({ dataFolder: process.argv[2] as string, durable: true });
console.log(server.pid);
setInterval(() => undefined, 60_000);
