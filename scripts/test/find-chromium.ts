import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium to test with: CHROMIUM_PATH, else one on the PATH, else Playwright's own download. */
export async function findChromium(): Promise<string | undefined> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return (await isProgram(named)) ? named : undefined;
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of NAMES) {
      const program = path.join(folder, name);
      if (folder !== '' && (await isProgram(program))) return program;
    }
  }
  const downloaded = chromium.executablePath();
  return downloaded && (await isProgram(downloaded)) ? downloaded : undefined;
}

async function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
