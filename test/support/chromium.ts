import { type BrowserContext, chromium } from 'playwright-core';
import { findChromium } from '../../scripts/test/find-chromium.ts';
import { temporaryFolder } from './temporary-folder.ts';

// No sandbox: tests also run as root, and open only our own pages. The rest keeps the browser from calling home.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface TestBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** A headless Chromium with an empty profile of its own. `npm test` sees to it that there is one. */
export async function launchChromium(
  options: Parameters<typeof chromium.launchPersistentContext>[1] = {},
): Promise<TestBrowser> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error('There is no Chromium: run npm test once, or set CHROMIUM_PATH.');
  const profile = await temporaryFolder('chromium');
  const context = await chromium.launchPersistentContext(profile.path, {
    executablePath,
    headless: true,
    args: FLAGS,
    ...options,
  });
  return {
    context,
    close: async () => {
      await context.close();
      await profile.remove();
    },
  };
}
