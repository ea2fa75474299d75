// `npm test`: every test, after making sure that nothing has to be skipped. Runs on Node 24 (see bootstrap.mjs).
import { Fault } from './bootstrap/fault.mjs';
import { showProgress } from './bootstrap/progress.mjs';
import { buildWeb, isWebBuilt } from './start/build-web.ts';
import { Shutdown } from './start/shutdown.ts';
import { ensureChromium } from './test/ensure-chromium.ts';
import { exitCode, summaryLine } from './test/outcome.ts';
import { runVitest } from './test/run-vitest.ts';

for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
const shutdown = new Shutdown();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => shutdown.begin(130));
process.on('disconnect', () => shutdown.begin(130));

try {
  process.env.CHROMIUM_PATH = await ensureChromium();
  if (!isWebBuilt()) await showProgress('Building the page', () => buildWeb(shutdown));
  const outcome = await runVitest(process.argv.slice(2), shutdown);
  if (outcome.passed + outcome.failed === 0) console.log('No test ran.');
  console.log(summaryLine(outcome));
  process.exitCode = exitCode(outcome);
} catch (error) {
  if (!shutdown.hasBegun) console.error(error instanceof Fault ? error.message : error);
  console.log(summaryLine({ passed: 0, failed: 1, skipped: 0 }));
  process.exitCode = 1;
}
// The channel to bootstrap.mjs would keep us.
process.exit();
