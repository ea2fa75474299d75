import { open, unlink } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { auditRoutes } from '../../../../contract/audit.ts';
import { WrongUsage } from '../../failures.ts';
import { acting, leaf } from '../leaf.ts';
import { type FilterOptions, filterQuery, withFilters } from './filter-options.ts';

/** Writes a new file; one that was broken off does not stay. */
async function writeNew(file: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'wx').catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(
      error.code === 'EEXIST' ? `${file} is there already.` : `${file} cannot be written (${error.code}).`,
      'Name another file with --out.',
    );
  });
  try {
    await pipeline(pieces, handle.createWriteStream());
  } catch (error) {
    await unlink(file).catch(() => undefined);
    throw error;
  }
}

export function addExport(group: Command): void {
  const command = leaf(
    group,
    'export',
    'The log as JSON lines, sealed as it is; what `audit verify FILE` checks',
  ).option('--out <file>', 'a new file (default: standard output)');
  withFilters(command).action(
    acting<FilterOptions & { out?: string }>(async (run, options) => {
      const pieces = await run.client.pieces(auditRoutes.export, { query: await filterQuery(run.client, options) });
      if (options.out === undefined) return pipeline(pieces, process.stdout as Writable, { end: false });
      await writeNew(options.out, pieces);
      run.note(`Written to ${options.out}.\nNext: countersign audit verify ${options.out} --checkpoint FILE`);
    }),
  );
}
