import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runOnce } from './parts/run-once.ts';
import { root } from './root.ts';
import type { Shutdown } from './shutdown.ts';

const SOURCES = ['web', 'src/contract', 'package-lock.json'];
const built = path.join(root, 'web', 'dist');
const stamp = path.join(built, '.built-from');

/** Whether web/dist was built from the sources as they are now. */
export function isWebBuilt(): boolean {
  return (
    existsSync(path.join(built, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash()
  );
}

/** Builds the page beside and puts it in place at the end: a build cut short leaves the old page. */
export async function buildWeb(shutdown: Shutdown): Promise<void> {
  const hash = sourcesHash();
  const draft = path.join(root, '.build', `web-${process.pid}`);
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', 'web', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'];
  try {
    await runOnce(
      { title: 'Building the page', args, environment: { ...process.env, NODE_ENV: 'production' } },
      shutdown,
    );
    writeFileSync(path.join(draft, '.built-from'), hash);
    rmSync(built, { recursive: true, force: true });
    renameSync(draft, built);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Contents, not times: a fresh clone, a switched branch and a deleted file are all seen. */
function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesUnder).sort())
    hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

function filesUnder(place: string): string[] {
  const whole = path.join(root, place);
  if (place.endsWith('.json')) return [place];
  return readdirSync(whole, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'dist' || entry.name === 'node_modules' || entry.name.endsWith('.test.ts')) return [];
    const inside = path.join(place, entry.name);
    return entry.isDirectory() ? filesUnder(inside) : [inside];
  });
}
