import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The folders that hold our own TypeScript. */
export const sourceFolders = ['src', 'simulator', 'web', 'scripts', 'bench', 'test'] as const;

const isLeftOut = (name: string): boolean => name === 'node_modules' || name === 'dist' || name.startsWith('.');

/** Every .ts and .tsx file below these folders of `root`, relative to it, sorted; a folder that is missing has none. */
export function sourceFiles(root: string, folders: readonly string[] = sourceFolders): string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const place = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !isLeftOut(entry.name)) visit(place);
      else if (entry.isFile() && /\.tsx?$/.test(entry.name)) found.push(place);
    }
  };
  const present = new Set(readdirSync(root));
  for (const folder of folders) if (present.has(folder)) visit(folder);
  return found.sort();
}
