import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../product.ts';

export interface ProviderOptions {
  redirectUris: readonly string[];
  signedOutUris: readonly string[];
  clientSecret: string;
  /** What the client is registered with; HTTP Basic without. */
  clientAuthentication?: 'client_secret_basic' | 'client_secret_post';
  claimsInIdToken?: boolean;
  takesPushedRequests?: boolean;
  offersSignOut?: boolean;
}
/** What a test may change while the provider runs. */
export interface ProviderControl {
  /** Who signs in by which name, with which claims. */
  accounts?: Record<string, Record<string, unknown>>;
  /** Answer everything with this status; null: as usual. */
  failWith?: number | null;
  clockOffsetMs?: number;
}
export interface TestProvider {
  issuer: string;
  control(told: ProviderControl): Promise<void>;
  stop(): Promise<void>;
}

const main = fileURLToPath(new URL('provider-main.ts', import.meta.url));

/** A real provider of OpenID Connect on a loopback address, as a process; on a given port it can come back after it went. */
export const startProvider = async (options: ProviderOptions, port?: number): Promise<TestProvider> => {
  const at = port ?? (await freePort());
  const child = spawn(process.execPath, [main, JSON.stringify({ ...options, port: at })], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        output.push(line);
        if (line.startsWith('ready at')) resolve();
      });
    child.once('exit', (code) => reject(new Error(`The provider ended with ${code}.\n${output.join('\n')}`)));
  });
  await ready;
  const issuer = `http://127.0.0.1:${at}`;
  return {
    issuer,
    async control(told) {
      await fetch(`${issuer}/control`, { method: 'POST', body: JSON.stringify(told) });
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.stdin.end();
      await once(child, 'exit');
    },
  };
};
