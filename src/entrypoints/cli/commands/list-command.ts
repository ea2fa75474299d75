import type { Command } from 'commander';
import type { Client, Received } from '../client/client.ts';
import { type Page, type Paging, readPages } from '../client/pages.ts';
import { type Column, tableOf } from '../output/table.ts';
import { acting, leaf } from './leaf.ts';
import { asOfInstant, wholeNumber } from './option-values.ts';

export interface PagingOptions extends Paging {
  all?: boolean;
}
export interface ListOptions extends PagingOptions {
  search?: string;
  sort?: string;
  order?: 'asc' | 'desc';
  asOf?: string;
}

export const withPaging = (command: Command): Command =>
  command
    .option('--limit <count>', 'rows of one page, at most 200', wholeNumber)
    .option('--cursor <cursor>', 'page to continue with: nextCursor of the page before')
    .option('--all', 'every page');

/** The options of every list of the inventory (ListQuery of the contract). */
export const withListOptions = (command: Command): Command =>
  withPaging(command)
    .option('--search <text>', 'only rows with this in name, e-mail, ARN or id')
    .option('--sort <column>', 'column to sort by')
    .option('--order <order>', 'asc or desc')
    .option('--as-of <date>', 'as it was then, e.g. 2026-03-01', asOfInstant);

export const listQuery = ({ search, sort, order, asOf }: ListOptions) => ({ q: search, sort, order, asOf });

/** How many rows of how many. The cursor of the next page is for programs: `--json` has it. */
export const pageFoot = ({ items, total, nextCursor }: Page<unknown>): string =>
  nextCursor === null ? `${total} in all` : `${items.length} of ${total} shown; --all shows every row`;

interface ListSpec<T, O> {
  /** The command's name; `list` where it is one of several. */
  usage?: string;
  summary: string;
  columns: readonly Column<T>[];
  /** Said instead of an empty table: why it may be empty and what to do. */
  empty: string;
  read(client: Client, paging: Paging, options: O): Promise<Received<Page<T>>>;
}

/** `… list`: one page or all, as a table or as the API gives it. Options are added by the caller. */
export function listCommand<T, O extends PagingOptions>(parent: Command, spec: ListSpec<T, O>): Command {
  return leaf(parent, spec.usage ?? 'list', spec.summary).action(
    acting<O>(async (run, options) => {
      const { limit, cursor } = options;
      const received = await readPages(options.all === true, { limit, cursor }, (paging) =>
        spec.read(run.client, paging, options),
      );
      run.show(received, () =>
        received.value.items.length === 0
          ? spec.empty
          : `${tableOf(spec.columns, received.value.items, run.width)}\n\n${pageFoot(received.value)}`,
      );
    }),
  );
}
