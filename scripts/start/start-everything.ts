import path from 'node:path';
import { showProgress } from '../bootstrap/progress.mjs';
import { buildWeb, isWebBuilt } from './build-web.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { type DatabaseUrls, ownerEnvironment, partEnvironment, withoutAws } from './environment.ts';
import { nodeFlags } from './node-flags.ts';
import type { StartOptions } from './options.ts';
import { openDatabase } from './parts/database.ts';
import { keepRunning } from './parts/keep-running.ts';
import { nodePart } from './parts/node-part.ts';
import { answersOk, isListening } from './parts/probe.ts';
import { runOnce } from './parts/run-once.ts';
import { choosePort, requireFreePort } from './ports.ts';
import type { Shutdown } from './shutdown.ts';
import { sideBySide } from './side-by-side.ts';
import { firstRunLink, printWelcome } from './welcome.ts';

/** Starts every part in order and returns when the page is usable; `shutdown` ends them. */
export async function startEverything(options: StartOptions, shutdown: Shutdown): Promise<void> {
  const step = <T>(title: string, work: () => Promise<T>): Promise<T> => {
    shutdown.signal.throwIfAborted();
    return showProgress(title, work);
  };
  const data = await openDataFolder(options);
  await requireFreePort(options.port);
  if (!isWebBuilt()) await step('Building the page', () => buildWeb(shutdown));
  const [database, awsEndpointUrl] = await step(
    options.isDemo ? 'Starting PostgreSQL and the simulated AWS' : 'Starting PostgreSQL',
    () =>
      sideBySide<[DatabaseUrls, string | undefined]>([
        openDatabase(data.database, shutdown),
        options.isDemo ? startSimulator(options, data, shutdown) : Promise.resolve(undefined),
      ]),
  );
  const environment = partEnvironment(options, data, database, awsEndpointUrl);
  const command = (title: string, name: string, env: NodeJS.ProcessEnv) =>
    runOnce({ title, args: ['src/main.ts', name], environment: env }, shutdown);
  await step('Preparing the database', () =>
    command('Migrating the database', 'migrate', ownerEnvironment(environment, database)),
  );
  await step('Starting Countersign', () =>
    sideBySide([
      startPart(options, data, environment, 'server', shutdown),
      startPart(options, data, environment, 'worker', shutdown),
      options.isDemo ? command('Making the demo directory', 'demo-seed', environment) : Promise.resolve(),
    ]),
  );
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
  await keepRunning(part, shutdown);
  return `http://127.0.0.1:${port}`;
}

/** Server and worker are two processes, as in production. */
function startPart(
  options: StartOptions,
  data: DataFolder,
  environment: NodeJS.ProcessEnv,
  name: 'server' | 'worker',
  shutdown: Shutdown,
): Promise<void> {
  const readyUrl = `http://127.0.0.1:${options.port}/readyz`;
  const what = {
    name,
    args: [...nodeFlags, 'src/main.ts', name === 'server' ? 'serve' : 'worker'],
    environment,
    logFile: path.join(data.logs, `${name}.log`),
    isReady: async () => (name === 'server' ? answersOk(readyUrl) : true),
  };
  return keepRunning(nodePart(what, shutdown), shutdown);
}
