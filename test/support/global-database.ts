import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer['addresses'];
  }
}

// Each project loads this file anew, in one process: what they share hangs on the process.
const shared = globalThis as { countersignTestServer?: { server: Promise<TestServer>; users: number } };

/** Vitest calls this once per project that needs a database; all get the same server. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  shared.countersignTestServer ??= { server: startTestServer(), users: 0 };
  const { countersignTestServer: use } = shared;
  use.users += 1;
  project.provide('testServer', (await use.server).addresses);
  return async () => {
    use.users -= 1;
    if (use.users === 0) await (await use.server).stop();
  };
}
