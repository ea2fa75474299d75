import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { sourceFiles, sourceFolders } from './source-files.ts';

export interface Imports {
  result: ICruiseResult;
  /** Our own files whose imports were read. */
  read: string[];
  /** Our own files that the tool passed over: with some it reports success without having looked. */
  unread: string[];
}

/** Reads every import below `root` and judges it by the rules file (absolute path). */
export async function readImports(root: string, rulesFile: string): Promise<Imports> {
  const config = await extractDepcruiseConfig(rulesFile);
  const onDisk = sourceFiles(root);
  const folders = sourceFolders.filter((folder) => onDisk.some((file) => file.startsWith(`${folder}/`)));
  const { output } = await cruise(folders, {
    ...config.options,
    ruleSet: { forbidden: config.forbidden ?? [] },
    validate: true,
    baseDir: root,
    tsConfig: { fileName: path.join(path.dirname(rulesFile), 'tsconfig.base.json') },
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text instead of its result.');
  const seen = new Set(output.modules.map((module) => module.source));
  return {
    result: output,
    read: onDisk.filter((file) => seen.has(file)),
    unread: onDisk.filter((file) => !seen.has(file)),
  };
}
