import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { coreIsDeterministic } from './rules/core-is-deterministic.ts';
import { fileSize } from './rules/file-size.ts';
import { fullFolders } from './rules/full-folders.ts';
import { oneReaderOfTheEnvironment } from './rules/one-reader-of-the-environment.ts';
import type { SourceRule } from './rules/rule.ts';
import { sourceFiles } from './source-files.ts';

const rules: SourceRule[] = [coreIsDeterministic, oneReaderOfTheEnvironment, fileSize];

/** Judges one file by the house's own rules; lines such as `src/core/x.ts:12 Date.now: …`. */
export function judgeFile(file: string, text: string): string[] {
  const applying = rules.filter((rule) => rule.appliesTo(file));
  if (applying.length === 0) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return applying.flatMap((rule) => rule.judge(source, file)).map(({ line, message }) => `${file}:${line} ${message}`);
}

if (import.meta.main) {
  const root = path.resolve(import.meta.dirname, '../..');
  const files = sourceFiles(root);
  const complaints = files.flatMap((file) => judgeFile(file, readFileSync(path.join(root, file), 'utf8')));
  if (files.length === 0) complaints.push('No file was read: nothing is proven.');
  for (const complaint of complaints) console.error(complaint);
  const warnings = fullFolders(files);
  for (const warning of warnings) console.log(`warning: ${warning}`);
  console.log(`${files.length} files`);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}
