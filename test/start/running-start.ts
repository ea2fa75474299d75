import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FoundProcess, processesWith } from './processes.ts';

const root = path.join(import.meta.dirname, '..', '..');

export interface StartRequest {
  readonly dataRoot: string;
  readonly port: number;
  readonly args?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

export interface RunningStart {
  readonly npm: ChildProcess;
  readonly exited: Promise<number | null>;
  output(): string;
  /** Settles with the milliseconds it took; rejects when the command ends first. */
  untilReady(): Promise<number>;
  /** Waits until the output holds that text. */
  untilSaid(text: string): Promise<void>;
  /** As a terminal does it: the signal goes to the whole foreground group. */
  ctrlC(): void;
  part(name: PartName): Promise<FoundProcess>;
}

export type PartName = keyof typeof PARTS;
const PARTS = {
  bootstrap: /scripts\/bootstrap\.mjs start/,
  start: /scripts\/start\.ts/,
  server: /src\/main\.ts serve/,
  worker: /src\/main\.ts worker/,
  'simulated AWS': /simulator\/main\.ts/,
  database: /^\S*bin\/postgres -D/,
};

const WAIT_MS = 90_000;

/** `npm start` in this clone, on data of its own. */
export function npmStart(request: StartRequest): RunningStart {
  const startedAt = performance.now();
  const npm = spawn('npm', ['start', '--', ...(request.args ?? [])], {
    cwd: root,
    env: {
      ...process.env,
      ...request.environment,
      COUNTERSIGN_DATA: request.dataRoot,
      PORT: String(request.port),
      NODE_ENV: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.on('data', (data: Buffer) => {
      said += data;
    });
  }
  const exited = new Promise<number | null>((resolve) => npm.on('close', resolve));
  const until = async (isTrue: () => boolean, what: string) => {
    for (let waitedMs = 0; !isTrue(); waitedMs += 50) {
      if (npm.exitCode !== null || waitedMs > WAIT_MS) throw new Error(`npm start: no ${what}\n${said}`);
      await sleep(50);
    }
  };
  return {
    npm,
    exited,
    output: () => said,
    untilReady: async () => {
      await until(() => said.includes('Countersign is ready'), 'page');
      return performance.now() - startedAt;
    },
    untilSaid: (text) => until(() => said.includes(text), `"${text}"`),
    ctrlC: () => process.kill(-(npm.pid as number), 'SIGINT'),
    part: (name) => findPart(name, request.dataRoot),
  };
}

async function findPart(name: PartName, dataRoot: string): Promise<FoundProcess> {
  const found = (await processesWith(dataRoot)).filter((each) => PARTS[name].test(each.command));
  const one = found.find((each) => !/^(sh|npm|\/bin\/sh)/.test(each.command));
  if (!one) throw new Error(`No ${name} is running.`);
  return one;
}
