import { isTest, type SourceRule } from './rule.ts';

const LIMIT_LINES = 300;
const TEST_LIMIT_LINES = 500;
/** Written by `npm run generate`. */
const generated = new Set(['web/src/api/schema.ts']);

/** A file is one thing; at 300 lines it has become several (tests: 500). */
export const fileSize: SourceRule = {
  appliesTo: (file) => !generated.has(file),
  judge(source, file) {
    const lines = source.getLineAndCharacterOfPosition(source.text.trimEnd().length).line + 1;
    const limit = isTest(file) ? TEST_LIMIT_LINES : LIMIT_LINES;
    return lines > limit
      ? [{ line: limit, message: `${lines} lines, ${limit} at most: split it by what it does` }]
      : [];
  },
};
