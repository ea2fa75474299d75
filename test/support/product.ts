import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { nodeFlags } from '../../scripts/start/node-flags.ts';
import type { TestDatabase } from './clone-database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const demoCredentials = {
  AWS_ACCESS_KEY_ID: 'ASIADEMOCOUNTERSIGN1',
  AWS_SECRET_ACCESS_KEY: 'demo-countersign-secret-not-a-secret-01',
  AWS_SESSION_TOKEN: 'demo-countersign-session-token',
};
export const demoAdministrator = {
  accessKeyId: 'AKIADEMOADMINLARKSP1',
  secretAccessKey: 'demo-administrator-secret-not-a-secret',
};

export const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

/** A part of the product as a process of its own; `output` keeps what it printed, for the message of a failed test. */
export interface Part {
  name: string;
  child: ChildProcess;
  output: string[];
}

const start = (name: string, args: string[], env: Record<string, string>): Part => {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => output.push(line));
  return { name, child, output };
};
const end = async (part: Part): Promise<void> => {
  if (part.child.exitCode !== null || part.child.signalCode !== null) return;
  part.child.kill('SIGTERM');
  const killer = setTimeout(() => part.child.kill('SIGKILL'), 8_000);
  await once(part.child, 'exit');
  clearTimeout(killer);
};
const until = async (what: string, part: Part, isTrue: () => Promise<boolean>, timeoutMs = 40_000): Promise<void> => {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (part.child.exitCode !== null) break;
    if (await isTrue().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${part.name}: ${what} did not come.\n${part.output.slice(-30).join('\n')}`);
};
/** Waits for what it printed last as well. */
const ended = async (part: Part): Promise<Ended> => {
  const [exitCode] = await once(part.child, 'close');
  return { exitCode, output: part.output };
};
export interface Ended {
  exitCode: number | null;
  output: string[];
}

export interface Product {
  url: string;
  simulatorUrl: string;
  ownerUrl: string;
  server: Part;
  worker: Part;
  simulator: Part;
  /** Every server and worker that this product ever had. */
  parts: readonly Part[];
  /** Carries out one command of the server's side, such as `first-run-link`, beside whatever is running. */
  run(args: string[], env?: Record<string, string>): Promise<Ended>;
  /** Starts a fresh server on the same port, after a test stopped the old one; comes back once it listens. */
  startServer(env?: Record<string, string>): Promise<void>;
  stopServer(): Promise<void>;
  /** Starts a fresh worker, after a test killed the old one; with more environment, e.g. a failpoint. */
  startWorker(env?: Record<string, string>): Promise<void>;
  stopWorker(): Promise<void>;
  /** Kills the simulated AWS, and starts it again on the same port with the state it had. */
  stopSimulator(): Promise<void>;
  startSimulator(): Promise<void>;
  stop(): Promise<void>;
}
export interface ProductOptions {
  world?: string;
  throttling?: boolean;
  /** False: the database is as after `migrate`, for a first run; `run(['demo-seed'])` brings the people later. */
  isSeeded?: boolean;
  /** More environment for server and worker, e.g. broken credentials. */
  env?: Record<string, string>;
  stateFile?: string;
  /** How long an assignment takes in the simulated AWS; 1 to 3 s without. */
  assignmentDelayMs?: number;
  /** A migrated database, for callers outside Vitest. */
  database?: TestDatabase;
}

/** The product as its processes: simulated AWS, server and worker over a database of this test's own. */
export const startProduct = async (options: ProductOptions = {}): Promise<Product> => {
  const database = options.database ?? (await (await import('./database.ts')).createTestDatabase());
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const simulatorArgs = [
    'simulator/main.ts',
    '--port',
    String(simulatorPort),
    '--world',
    options.world ?? 'demo',
    '--exit-with-stdin',
  ];
  if (options.throttling === false) simulatorArgs.push('--no-throttling');
  if (options.assignmentDelayMs !== undefined)
    simulatorArgs.push('--assignment-delay', String(options.assignmentDelayMs));
  if (options.stateFile) simulatorArgs.push('--data', options.stateFile);
  const env: Record<string, string> = {
    ...demoCredentials,
    DATABASE_URL: database.appUrl,
    COUNTERSIGN_MODE: 'demo',
    COUNTERSIGN_EXIT_WITH_STDIN: '1',
    HOST: '127.0.0.1',
    PORT: String(port),
    AWS_REGION: 'eu-north-1',
    AWS_ENDPOINT_URL: simulatorUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    COUNTERSIGN_DEMO_ADMIN_ACCESS_KEY_ID: demoAdministrator.accessKeyId,
    COUNTERSIGN_DEMO_ADMIN_SECRET_ACCESS_KEY: demoAdministrator.secretAccessKey,
    ...(options.throttling === false ? { COUNTERSIGN_AWS_RATE_SCALE: '100' } : {}),
    ...options.env,
  };
  const answers = async (address: string) => (await fetch(address)).ok;
  const startSimulator = async (): Promise<Part> => {
    const part = start('simulator', simulatorArgs, {});
    await until('its ready line', part, async () => part.output.some((line) => line.includes('ready at')));
    return part;
  };
  const simulator = await startSimulator();
  const run = (args: string[], more = {}) =>
    ended(start(args.join(' '), ['src/main.ts', ...args], { ...env, ...more }));
  if (options.isSeeded !== false) {
    const seeded = await run(['demo-seed']);
    if (seeded.exitCode !== 0) throw new Error(`demo-seed ended with ${seeded.exitCode}.\n${seeded.output.join('\n')}`);
  }
  const parts: Part[] = [];
  const startPart = (name: string, command: string, more = {}): Part => {
    const part = start(name, [...nodeFlags, 'src/main.ts', command], { ...env, ...more });
    parts.push(part);
    return part;
  };
  const server = startPart('server', 'serve');
  const worker = startPart('worker', 'worker');
  await until('GET /readyz', server, () => answers(`${url}/readyz`));
  const product: Product = {
    url,
    simulatorUrl,
    ownerUrl: database.ownerUrl,
    server,
    worker,
    simulator,
    parts,
    run,
    async startServer(more = {}) {
      product.server = startPart('server', 'serve', more);
      await until('GET /healthz', product.server, () => answers(`${url}/healthz`));
    },
    async stopServer() {
      await end(product.server);
    },
    async startWorker(more = {}) {
      product.worker = startPart('worker', 'worker', more);
    },
    async stopWorker() {
      await end(product.worker);
    },
    async stopSimulator() {
      await end(product.simulator);
    },
    async startSimulator() {
      product.simulator = await startSimulator();
    },
    async stop() {
      await Promise.all([product.server, product.worker, product.simulator].map(end));
      await database.drop();
    },
  };
  return product;
};
