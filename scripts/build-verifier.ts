import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One file that verifies evidence packs and exported audit logs on Node 20 or newer, without this repository and without any package. */
export const buildVerifier = async (outfile: string): Promise<void> => {
  await build({
    entryPoints: [`${root}/src/entrypoints/cli/evidence/main.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    charset: 'utf8',
    legalComments: 'none',
    banner: {
      js: '#!/usr/bin/env node\n// Countersign: verifies evidence packs and audit logs, offline. docs/evidence-format.md, docs/audit-format.md',
    },
  });
};

if (import.meta.main) {
  const outfile = `${root}dist/countersign-verify.mjs`;
  await buildVerifier(outfile);
  console.log(outfile);
}
