import { homedir } from 'node:os';
import path from 'node:path';

export interface CliEnvironment {
  /** COUNTERSIGN_URL; null when it is not set. */
  url: string | null;
  /** COUNTERSIGN_CONFIG: the file that holds addresses and tokens. */
  credentialsFile: string;
}

/** The command line's only reader of the environment; fixed for scripts (docs/configuration.md). */
export const readEnvironment = (): CliEnvironment => ({
  url: process.env.COUNTERSIGN_URL || null,
  credentialsFile: process.env.COUNTERSIGN_CONFIG || path.join(homedir(), '.config/countersign/credentials.json'),
});
