import path from 'node:path';
import { readImports } from './read-imports.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { result, read, unread } = await readImports(root, path.join(root, '.dependency-cruiser.mjs'));
const imports = result.summary.totalDependenciesCruised ?? 0;
const complaints = result.summary.violations
  .filter((violation) => violation.rule.severity === 'error')
  .map((violation) => {
    const rule = result.summary.ruleSetUsed?.forbidden?.find(({ name }) => name === violation.rule.name);
    const way = 'cycle' in violation && violation.cycle ? violation.cycle.map(({ name }) => name) : [violation.to];
    return `${[violation.from, ...way].join(' → ')}\n    ${violation.rule.name}: ${rule?.comment ?? ''}`;
  });
// With a compiler it can't drive, dependency-cruiser reads nothing and reports success (docs/decisions/0006).
if (read.length === 0 || imports === 0) complaints.push('No module was read: nothing is proven.');
if (unread.length > 0) complaints.push(`Not read:\n    ${unread.join('\n    ')}`);

for (const complaint of complaints) console.error(complaint);
console.log(`${read.length} files, ${imports} imports`);
process.exitCode = complaints.length > 0 ? 1 : 0;
