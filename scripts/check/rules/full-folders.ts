import path from 'node:path';
import { isTest } from './rule.ts';

const LIMIT_FILES = 12;

/** Folders whose listing no longer fits one look; a warning, since splitting too early hurts as well. */
export function fullFolders(files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    if (isTest(file)) continue;
    const folder = path.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > LIMIT_FILES)
    .map(([folder, count]) => `${folder}: ${count} files, ${LIMIT_FILES} at most without a sub-folder`);
}
