import { askWithAwsCli } from './verify-external/aws-cli/ask-with-aws-cli.ts';
import type { Findings } from './verify-external/comparison.ts';
import { judgeTemplates } from './verify-external/judge-templates.ts';
import { askMoto } from './verify-external/moto/ask-moto.ts';

// npm run verify:external: what nobody here wrote judges us. Fails on any difference, and with REQUIRE_EXTERNAL=1 also
// where a judge is missing that is not optional.
const isRequired = process.env.REQUIRE_EXTERNAL === '1';
const parts: (() => Promise<Findings>)[] = [askWithAwsCli, askMoto, judgeTemplates];

// At once: each mostly waits for programs of its own.
const findings = await Promise.all(parts.map((part) => part()));
const missing = findings.flatMap((each) => each.missing);

for (const { title, comparisons, knownGaps = [] } of findings.flatMap(({ sections }) => sections)) {
  console.log(title);
  for (const { what, holds, difference } of comparisons) {
    console.log(`  ${holds ? 'same     ' : 'DIFFERENT'}  ${what}`);
    if (difference) console.log(`               ${difference}`);
  }
  for (const gap of knownGaps) console.log(`  known gap  ${gap}`);
}
for (const { judge, reason, isOptional } of missing)
  console.log(`MISSING${isOptional ? ' (optional)' : ''}  ${judge}: ${reason}`);

const comparisons = findings.flatMap(({ sections }) => sections).flatMap((section) => section.comparisons);
const different = comparisons.filter(({ holds }) => !holds).length;
console.log(`${comparisons.length - different} the same, ${different} different, ${missing.length} judges missing`);
process.exitCode = different > 0 || (isRequired && missing.some(({ isOptional }) => !isOptional)) ? 1 : 0;
