import path from 'node:path';
import { showProgress } from '../bootstrap/progress.mjs';
import { buildWeb, isWebBuilt } from './build-web.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { ownerEnvironment, partEnvironment, withoutAws } from './environment.ts';
import { keepRunning } from './keep-running.ts';
import { nodePart } from './node-part.ts';
import type { StartOptions } from './options.ts';
import { choosePort, requireFreePort } from './ports.ts';
import { answersOk, isListening } from './probe.ts';
import { runOnce } from './run-once.ts';
import type { Shutdown } from './shutdown.ts';
import { firstRunLink, printWelcome } from './welcome.ts';

/** Starts every part in order and returns when the page is usable; `shutdown` ends them. */
export async function startEverything(options: StartOptions, shutdown: Shutdown): Promise<void> {
  const data = await openDataFolder(options);
  await requireFreePort(options.port);
  if (!isWebBuilt()) await showProgress('Building the page', () => buildWeb(shutdown));
  const database = await showProgress('Starting PostgreSQL', () => openDatabase(data.database, shutdown));
  const awsEndpointUrl = options.isDemo ? await startSimulator(options, data, shutdown) : undefined;
  const environment = partEnvironment(options, data, database, awsEndpointUrl);
  const command = (title: string, name: string, env: NodeJS.ProcessEnv) =>
    runOnce({ title, args: ['src/main.ts', name], environment: env }, shutdown);
  await showProgress('Preparing the database', async () => {
    await command('Migrating the database', 'migrate', ownerEnvironment(environment, database));
    if (options.isDemo) await command('Making the demo directory', 'demo-seed', environment);
  });
  await showProgress('Starting Countersign', () => startServerAndWorker(options, data, environment, shutdown));
  const link = options.isDemo ? undefined : await firstRunLink(environment, shutdown);
  await printWelcome({ options, awsEndpointUrl, firstRunLink: link });
}

async function startSimulator(options: StartOptions, data: DataFolder, shutdown: Shutdown): Promise<string> {
  const port = await choosePort(options.port + 1);
  const choices = ['--port', String(port), '--world', 'demo', '--data', data.simulatorState, '--exit-with-stdin'];
  const part = nodePart(
    {
      name: 'simulated AWS',
      args: ['simulator/main.ts', ...choices],
      environment: { ...withoutAws(process.env), AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      logFile: path.join(data.logs, 'simulated-aws.log'),
      isReady: () => isListening(port),
    },
    shutdown,
  );
  await showProgress('Starting the simulated AWS', () => keepRunning(part, shutdown));
  return `http://127.0.0.1:${port}`;
}

/** Two processes, as in production; started side by side. */
async function startServerAndWorker(
  options: StartOptions,
  data: DataFolder,
  environment: NodeJS.ProcessEnv,
  shutdown: Shutdown,
): Promise<void> {
  const readyUrl = `http://127.0.0.1:${options.port}/readyz`;
  const start = (name: string, verb: string, isReady: () => Promise<boolean>) => {
    const logFile = path.join(data.logs, `${name}.log`);
    return keepRunning(
      nodePart({ name, args: ['src/main.ts', verb], environment, logFile, isReady }, shutdown),
      shutdown,
    );
  };
  await Promise.all([start('worker', 'worker', async () => true), start('server', 'serve', () => answersOk(readyUrl))]);
}
