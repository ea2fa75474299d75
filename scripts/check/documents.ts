import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorCodesIn } from './error-codes.ts';
import { isTest } from './rules/rule.ts';
import { settingsIn } from './settings.ts';
import { sourceFiles } from './source-files.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
/** The first column of a page's tables, where it is one code word. */
const firstColumn = (file: string): string[] =>
  [...read(file).matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] as string);

const complaints: string[] = [];
const compare = (what: string, page: string, inCode: Map<string, string>): void => {
  const words = firstColumn(page);
  const onPage = new Set(words);
  for (const word of words.filter((each, index) => words.indexOf(each) !== index))
    complaints.push(`${page} explains the ${what} ${word} twice`);
  for (const [word, place] of inCode)
    if (!onPage.has(word)) complaints.push(`${page} does not explain the ${what} ${word} (${place})`);
  for (const word of onPage)
    if (!inCode.has(word)) complaints.push(`${page} explains the ${what} ${word}, which no code uses`);
};

const codes = sourceFiles(root, ['src'])
  .filter((file) => !isTest(file) && !file.startsWith('src/entrypoints/cli/'))
  .flatMap((file) => errorCodesIn(file, read(file)));
compare('error code', 'docs/errors.md', new Map(codes.map(({ code, place }) => [code, place])));

const settings = settingsIn(read('src/config.ts'));
compare('setting', 'docs/configuration.md', new Map(settings.map((name) => [name, 'src/config.ts'])));
if (codes.length === 0 || settings.length === 0)
  complaints.push('No error code or no setting was found: nothing is proven.');

for (const complaint of complaints) console.error(complaint);
console.log(`${new Set(codes.map(({ code }) => code)).size} error codes, ${settings.length} settings`);
process.exitCode = complaints.length > 0 ? 1 : 0;
