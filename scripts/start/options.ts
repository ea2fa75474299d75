import path from 'node:path';
import { Fault } from '../bootstrap/fault.mjs';
import { root } from './root.ts';

export interface StartOptions {
  readonly port: number;
  readonly isDemo: boolean;
  readonly isReset: boolean;
  /** Holds everything this kind of start keeps: `.countersign/demo` or `.countersign/empty`. */
  readonly dataFolder: string;
}

const USAGE = `Use: npm start -- [--empty] [--reset]
  --empty   no demo: an empty database, real AWS, and a one-time link for the first administrator
  --reset   begin anew: deletes the data of this kind of start first
  PORT=4000            where the page is
  COUNTERSIGN_DATA=…   where data is kept (default: .countersign in the clone)`;

export function readStartOptions(args: readonly string[], environment: NodeJS.ProcessEnv): StartOptions {
  const unknown = args.find((arg) => arg !== '--empty' && arg !== '--reset');
  if (unknown === '--help' || unknown === '-h') throw new Fault(USAGE);
  if (unknown !== undefined) throw new Fault(`Unknown option ${unknown}.\n${USAGE}`);
  const isDemo = !args.includes('--empty');
  const base = environment.COUNTERSIGN_DATA
    ? path.resolve(environment.COUNTERSIGN_DATA)
    : path.join(root, '.countersign');
  return {
    port: readPort(environment.PORT),
    isDemo,
    isReset: args.includes('--reset'),
    dataFolder: path.join(base, isDemo ? 'demo' : 'empty'),
  };
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return 4000;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Fault(`PORT=${text} is not a port: use 1 to 65535.`);
  return port;
}
