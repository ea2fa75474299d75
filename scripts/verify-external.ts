import { askWithAwsCli } from './verify-external/ask-with-aws-cli.ts';
import type { Findings } from './verify-external/comparison.ts';
import { readMoto } from './verify-external/read-moto.ts';

// npm run verify:external: what nobody here wrote judges us. Fails on any difference, and with REQUIRE_EXTERNAL=1 also
// where a judge is missing.
const isRequired = process.env.REQUIRE_EXTERNAL === '1';
const parts: (() => Promise<Findings>)[] = [askWithAwsCli, readMoto];

const findings: Findings[] = [];
for (const part of parts) findings.push(await part());
const comparisons = findings.flatMap((each) => each.comparisons);
const missing = findings.flatMap((each) => each.missing);

const width = Math.max(0, ...comparisons.map(({ judge }) => judge.length));
for (const { judge, what, holds, difference } of comparisons) {
  console.log(`${holds ? 'same     ' : 'DIFFERENT'}  ${judge.padEnd(width)}  ${what}`);
  if (difference) console.log(`             ${difference}`);
}
for (const { judge, reason } of missing) console.log(`MISSING    ${judge}: ${reason}`);
const different = comparisons.filter(({ holds }) => !holds).length;
console.log(`${comparisons.length - different} the same, ${different} different, ${missing.length} judges missing`);
process.exitCode = different > 0 || (isRequired && missing.length > 0) ? 1 : 0;
