import type { Command } from 'commander';
import type { AccessPage, AccessRow } from '../../../contract/access.ts';
import { accessRoutes } from '../../../contract/access.ts';
import type { Gap } from '../../../contract/shared.ts';
import type { Received } from '../client/client.ts';
import { type Paging, readPages } from '../client/pages.ts';
import { counted, moment } from '../output/printable.ts';
import { type Column, tableOf } from '../output/table.ts';
import { acting, leaf, type Run } from './leaf.ts';
import { type PagingOptions, pageFoot, withPaging } from './list-command.ts';
import { asOfInstant, sinceInstant } from './option-values.ts';

interface AccessOptions extends PagingOptions {
  asOf?: string;
  search?: string;
}
type ReadAccess = (
  query: Paging & { asOf?: string | undefined; q?: string | undefined },
) => Promise<Received<AccessPage>>;

const noteOf = (row: AccessRow): string =>
  [row.isStale ? 'stale' : '', row.qualifier?.text ?? ''].filter(Boolean).join('; ');
const whoOf = (row: AccessRow): string => row.person?.name ?? `${row.identity.name} (${row.identity.kind}, no person)`;

/** What could not be read is said with every answer: an empty list is not "nobody". */
const gapLines = (gaps: readonly Gap[]): string[] =>
  gaps.length === 0
    ? []
    : [
        '',
        'Not read, and may hide access here:',
        ...gaps.map(
          (gap) =>
            `  ${gap.what} since ${moment(gap.since)}: ${gap.message}${gap.action ? ` (add ${gap.action})` : ''}`,
        ),
      ];

function accessText(title: (page: AccessPage) => string, page: AccessPage, width: number | undefined): string {
  if (page.asOf === null)
    return 'Nothing was read from AWS at that time: `countersign connectors list` says what there is.';
  const notes: Column<AccessRow>[] = page.items.some((row) => noteOf(row) !== '') ? [{ name: 'Note', of: noteOf }] : [];
  const columns: Column<AccessRow>[] = [
    { name: 'Who', of: whoOf },
    { name: 'Since', of: (row) => moment(row.since) },
    ...notes,
    { name: 'Path', of: (row) => row.sentence },
  ];
  const counts = [
    counted(page.peopleCount, 'person', 'people'),
    counted(page.otherIdentityCount, 'identity without a person', 'identities without a person'),
  ].join(', ');
  const body =
    page.items.length === 0
      ? ['No access was found in what was read and you may see.']
      : [counts, '', tableOf(columns, page.items, width), '', pageFoot(page)];
  return [`${title(page)}, as of ${moment(page.asOf)} UTC`, ...body, ...gapLines(page.gaps)].join('\n');
}

async function answer(run: Run, options: AccessOptions, title: (page: AccessPage) => string, read: ReadAccess) {
  const { limit, cursor, asOf, search } = options;
  const received = await readPages(options.all === true, { limit, cursor }, (paging) =>
    read({ ...paging, asOf, q: search }),
  );
  run.show(received, () => accessText(title, received.value, run.width));
}

const question = (group: Command, usage: string, summary: string): Command =>
  withPaging(leaf(group, usage, summary))
    .option('--as-of <date>', 'as it was then, e.g. 2026-03-01', asOfInstant)
    .option('--search <text>', 'only rows with this in them');

function addChanges(group: Command): void {
  withPaging(leaf(group, 'changes', 'What changed, newest first'))
    .option('--since <date>', 'a date, an instant, or how long ago: 24h, 7d', sinceInstant)
    .action(
      acting<PagingOptions & { since?: string }>(async (run, options) => {
        const { limit, cursor, since } = options;
        const received = await readPages(options.all === true, { limit, cursor }, (paging) =>
          run.client.call(accessRoutes.changes, { query: { ...paging, since } }),
        );
        run.show(received, () =>
          received.value.items.length === 0
            ? 'No change was seen, in what was read and you may see.'
            : `${tableOf(
                [
                  { name: 'At', of: (row) => moment(row.at) },
                  { name: 'Change', of: (row) => row.op },
                  { name: 'Sync run', of: (row) => row.runNumber },
                  { name: 'What', of: (row) => row.sentence },
                ],
                received.value.items,
                run.width,
              )}\n\n${pageFoot(received.value)}`,
        );
      }),
    );
}

export function addAccess(program: Command): void {
  const group = program.command('access').description('Who can reach what, and why');
  question(
    group,
    'who-can <target>',
    'Who can reach an AWS account (12 digits or name), role, group or permission set',
  ).action(
    acting<AccessOptions, [string]>((run, options, target) =>
      answer(
        run,
        options,
        ({ subject }) => `Who can reach ${subject.name} (${subject.id})`,
        (query) => run.client.call(accessRoutes.whoCan, { query: { ...query, target } }),
      ),
    ),
  );
  question(group, 'of <person>', 'What a person (id, e-mail or name) can reach').action(
    acting<AccessOptions, [string]>((run, options, person) =>
      answer(
        run,
        options,
        ({ subject }) => `What ${subject.name} can reach`,
        (query) => run.client.call(accessRoutes.of, { query: { ...query, person } }),
      ),
    ),
  );
  question(
    group,
    'why <person> <target>',
    'Every path from a person to an AWS account, role, group or permission set',
  ).action(
    acting<AccessOptions, [string, string]>((run, options, person, target) =>
      answer(
        run,
        options,
        () => `Why ${person} can reach ${target}`,
        (query) => run.client.call(accessRoutes.why, { query: { ...query, person, target } }),
      ),
    ),
  );
  addChanges(group);
}
