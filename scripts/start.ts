// `npm start`: everything Countersign needs, on one machine, in one terminal. Runs on Node 24 (see bootstrap.mjs).
import { Fault } from './bootstrap/fault.mjs';
import { readStartOptions } from './start/options.ts';
import { Shutdown } from './start/shutdown.ts';
import { startEverything } from './start/start-everything.ts';

// A terminal that went away must not turn an orderly end into a crash.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const shutdown = new Shutdown();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => shutdown.begin(0));
// bootstrap.mjs was killed; nobody is left to pass Ctrl-C on.
process.on('disconnect', () => shutdown.begin(0));

try {
  const options = readStartOptions(process.argv.slice(2), process.env);
  await startEverything(options, shutdown);
} catch (error) {
  if (!shutdown.hasBegun) console.error(error instanceof Fault || isPlain(error) ? error.message : error);
  shutdown.begin(1);
}
process.exitCode = await shutdown.done;
// Nothing may hold the process: every part has ended.
process.exit();

/** Errors whose message is meant for the person at the terminal. */
function isPlain(error: unknown): error is Error {
  return error instanceof Error && error.name === 'EmbeddedPostgresError';
}
