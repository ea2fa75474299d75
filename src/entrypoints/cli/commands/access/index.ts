import type { Command } from 'commander';
import type { AccessPage } from '../../../../contract/access.ts';
import { accessRoutes } from '../../../../contract/access.ts';
import type { Received } from '../../client/client.ts';
import { type Paging, readPages } from '../../client/pages.ts';
import { acting, leaf, type Run } from '../leaf.ts';
import { type PagingOptions, withPaging } from '../list-command.ts';
import { asOfInstant } from '../option-values.ts';
import { accessText, type Question } from './access-text.ts';
import { addChanges } from './changes.ts';

interface AccessOptions extends PagingOptions {
  asOf?: string;
  search?: string;
}
type ReadAccess = (
  query: Paging & { asOf?: string | undefined; q?: string | undefined },
) => Promise<Received<AccessPage>>;

async function answer(run: Run, options: AccessOptions, question: Question, read: ReadAccess): Promise<void> {
  const { limit, cursor, asOf, search } = options;
  const received = await readPages(options.all === true, { limit, cursor }, (paging) =>
    read({ ...paging, asOf, q: search }),
  );
  run.show(received, () => accessText(question, received.value, run.width));
}

const asking = (group: Command, usage: string, summary: string): Command =>
  withPaging(leaf(group, usage, summary))
    .option('--as-of <date>', 'as it was then, e.g. 2026-03-01', asOfInstant)
    .option('--search <text>', 'only rows with this in them');

function addWhoCan(group: Command): void {
  const question: Question = {
    title: ({ subject }) => `Who can reach ${subject.name} (${subject.id})`,
    isAboutOne: false,
  };
  const summary = 'Who can reach an AWS account (12 digits or name), role, group or permission set';
  asking(group, 'who-can <target>', summary).action(
    acting<AccessOptions, [string]>((run, options, target) =>
      answer(run, options, question, (query) => run.client.call(accessRoutes.whoCan, { query: { ...query, target } })),
    ),
  );
}

function addOf(group: Command): void {
  const question: Question = { title: ({ subject }) => `What ${subject.name} can reach`, isAboutOne: true };
  asking(group, 'of <person>', 'What a person (id, e-mail or name) can reach').action(
    acting<AccessOptions, [string]>((run, options, person) =>
      answer(run, options, question, (query) => run.client.call(accessRoutes.of, { query: { ...query, person } })),
    ),
  );
}

function addWhy(group: Command): void {
  const summary = 'Every path from a person to an AWS account, role, group or permission set';
  asking(group, 'why <person> <target>', summary).action(
    acting<AccessOptions, [string, string]>((run, options, person, target) => {
      const question: Question = { title: () => `Paths from ${person} to ${target}`, isAboutOne: true };
      return answer(run, options, question, (query) =>
        run.client.call(accessRoutes.why, { query: { ...query, person, target } }),
      );
    }),
  );
}

export function addAccess(program: Command): void {
  const group = program.command('access').description('Who can reach what, and why');
  addWhoCan(group);
  addOf(group);
  addWhy(group);
  addChanges(group);
}
