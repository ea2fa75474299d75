import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { RefusalCodes } from '../../src/core/shared/refusal-code.ts';
import { betweenMarkers } from './between-markers.ts';
import type { GeneratedFile } from './generated-file.ts';

const statusOf = { invalid: 400, forbidden: 403, 'not-found': 404, conflict: 409, unavailable: 503 } as const;

/** The tables of stable codes that each feature of core keeps, as one section a feature. */
async function tablesOf(root: string): Promise<string> {
  const core = path.join(root, 'src/core');
  const features = readdirSync(core).filter((feature) => existsSync(path.join(core, feature, 'refusals.ts')));
  const sections = features.sort().map(async (feature) => {
    const { refusalCodes } = (await import(path.join(core, feature, 'refusals.ts'))) as { refusalCodes: RefusalCodes };
    const rows = Object.entries(refusalCodes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { kind, meaning }]) => `| \`${code}\` | ${statusOf[kind]} | ${meaning} |`);
    return [`## ${feature}`, '', '| code | status | meaning |', '| --- | --- | --- |', ...rows, ''].join('\n');
  });
  return (await Promise.all(sections)).join('\n').trimEnd();
}

/** What the refusals of core mean; what HTTP and AWS add is written by hand on the same page. */
export const errorPage: GeneratedFile = {
  file: 'docs/errors.md',
  make: async (root, current) => betweenMarkers('docs/errors.md', current, 'refusals', await tablesOf(root)),
};
