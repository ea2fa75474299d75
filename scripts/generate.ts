import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { awsPermissions } from './generate/aws-permissions.ts';
import { diagram } from './generate/diagram.ts';
import { errorPage } from './generate/error-page.ts';
import { openApi } from './generate/open-api.ts';
import { schemaSql } from './generate/schema-sql.ts';

// npm run generate            writes every file that is made from the code
// … generate.ts --check       writes nothing; fails naming the files that are no longer what the code makes of them
const root = path.resolve(import.meta.dirname, '..');
const isCheck = process.argv.includes('--check');

const firstDifference = (was: string, is: string): string => {
  const [before, after] = [was.split('\n'), is.split('\n')];
  const line = after.findIndex((text, index) => text !== before[index]);
  const at = line === -1 ? after.length : line;
  return `    line ${at + 1}: has   ${before[at] ?? '(end of file)'}\n    ${' '.repeat(`line ${at + 1}:`.length)} needs ${after[at] ?? '(end of file)'}`;
};

const files = [openApi, schemaSql, diagram, awsPermissions, errorPage];
const made = await Promise.all(
  files.map(async ({ file, make }) => {
    const place = path.join(root, file);
    const was = existsSync(place) ? readFileSync(place, 'utf8') : '';
    return { file, place, was, is: await make(root, was) };
  }),
);
const changed = made.filter(({ was, is }) => was !== is);
for (const { file, place, was, is } of changed) {
  if (isCheck) console.error(`${file} is not up to date; run \`npm run generate\`.\n${firstDifference(was, is)}`);
  else {
    writeFileSync(place, is);
    console.log(`wrote ${file}`);
  }
}
console.log(`${files.length} files, ${changed.length} ${isCheck ? 'out of date' : 'changed'}`);
process.exitCode = isCheck && changed.length > 0 ? 1 : 0;
