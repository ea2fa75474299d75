import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { removeEmbeddedPostgres } from '../../src/adapters/system/embedded-postgres/remove-embedded-postgres.ts';
import { takeProcessLock } from '../../src/adapters/system/process-lock.ts';
import { Fault } from '../bootstrap/fault.mjs';
import type { StartOptions } from './options.ts';

/** What a start keeps between runs. `--reset` removes exactly these. */
export interface DataFolder {
  readonly database: string;
  readonly simulatorState: string;
  readonly secretKey: string;
  readonly logs: string;
}

/** Takes the data folder for this start, refusing in one line while another start is live on it. */
export async function openDataFolder(options: StartOptions): Promise<DataFolder> {
  const { dataFolder: folder, port } = options;
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Fault(`The data folder ${folder} can't be made: ${(error as Error).message}`);
  }
  const attempt = await takeProcessLock(path.join(folder, 'lock'), `http://127.0.0.1:${port}`);
  if ('heldBy' in attempt) {
    const { pid, note } = attempt.heldBy;
    throw new Fault(
      `Countersign is already running with this data: ${note} (process ${pid}). Stop it with Ctrl-C there, or use another folder: COUNTERSIGN_DATA=… PORT=… npm start`,
    );
  }
  // Held to the very end: a part that is still being made when Ctrl-C comes ends after the others.
  process.on('exit', () => attempt.lock.release());
  const data = {
    database: path.join(folder, 'database'),
    simulatorState: path.join(folder, 'simulated-aws.json'),
    secretKey: path.join(folder, 'secret-key'),
    logs: path.join(folder, 'logs'),
  };
  if (options.isReset) await removeData(data);
  mkdirSync(data.logs, { recursive: true, mode: 0o700 });
  makeSecretKey(data.secretKey);
  return data;
}

async function removeData(data: DataFolder): Promise<void> {
  await removeEmbeddedPostgres(data.database);
  for (const place of [data.simulatorState, data.secretKey, data.logs]) rmSync(place, { recursive: true, force: true });
}

/** Encrypts secrets at rest; 32 random bytes in hex, readable by its owner only. Never half-written. */
function makeSecretKey(file: string): void {
  if (existsSync(file)) return;
  const draft = `${file}.new`;
  writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600, flush: true });
  renameSync(draft, file);
}
