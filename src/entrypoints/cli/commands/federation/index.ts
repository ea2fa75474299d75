import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { federationRoutes, type IdentityProvider } from '../../../../contract/federation.ts';
import { readPages } from '../../client/pages.ts';
import { WrongUsage } from '../../failures.ts';
import { counted, moment } from '../../output/printable.ts';
import { tableOf } from '../../output/table.ts';
import { acting, leaf } from '../leaf.ts';
import { listCommand, type PagingOptions, pageFoot, withPaging } from '../list-command.ts';
import { collected } from '../option-values.ts';
import { findIdentityProvider } from './find-identity-provider.ts';
import { findTrust } from './find-rule-sides.ts';
import { addRules } from './rules.ts';

function addList(group: Command): void {
  withPaging(
    listCommand<IdentityProvider, PagingOptions>(group, {
      summary: 'Identity providers outside AWS',
      empty: 'None yet. Next: countersign identity-providers trusts',
      columns: [
        { name: 'Id', of: (row) => row.id },
        { name: 'Name', of: (row) => row.name },
        { name: 'Groups', of: (row) => row.groupCount },
        { name: 'People', of: (row) => row.personCount },
        { name: 'Unknown e-mails', of: (row) => row.unmatchedEmails },
        { name: 'Added', of: (row) => moment(row.createdAt) },
        { name: 'In AWS', of: (row) => row.trusts.map(({ arn }) => arn).join(', ') },
      ],
      read: (client, paging) => client.call(federationRoutes.list, { query: paging }),
    }),
  );
}

function addAdd(group: Command): void {
  leaf(group, 'trusts', 'SAML and OIDC providers in AWS that roles trust').action(
    acting(async (run) => {
      const received = await run.client.call(federationRoutes.candidates, {});
      run.show(received, () =>
        received.value.items.length === 0
          ? 'No role that was read trusts an outside provider.'
          : tableOf(
              [
                { name: 'Id', of: (row) => row.id },
                { name: 'Kind', of: (row) => row.kind },
                { name: 'AWS account', of: (row) => row.awsAccount?.name },
                { name: 'Roles', of: (row) => row.roleCount },
                { name: 'ARN', of: (row) => row.arn },
              ],
              received.value.items,
              run.width,
            ),
      );
    }),
  );
  leaf(group, 'add', 'Add an identity provider')
    .requiredOption('--name <name>', 'what people call it')
    .option('--trust <id>', 'the provider in AWS that it is, by ARN or id; may be repeated', collected)
    .action(
      acting<{ name: string; trust?: string[] }>(async (run, { name, trust }) => {
        const trustIds: string[] = [];
        for (const each of trust ?? []) trustIds.push(await findTrust(run.client, each));
        const received = await run.client.call(federationRoutes.add, { body: { name, trustIds } });
        run.show(received, () => `${received.value.name} (${received.value.id})`);
        run.note(`\nNext: countersign identity-providers upload ${received.value.id} groups.csv`);
      }),
    );
}

async function readCsv(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(`${file} cannot be read (${error.code}).`, 'Name a CSV file with the columns group,email.');
  });
}

function addGroups(group: Command): void {
  leaf(group, 'upload <identity-provider> <file>', 'Replace its groups and members by a CSV file: group,email').action(
    acting<object, [string, string]>(async (run, _options, named, file) => {
      const csv = await readCsv(file);
      const id = await findIdentityProvider(run.client, named);
      const received = await run.client.call(federationRoutes.upload, { params: { id }, body: { csv } });
      const { groups, members, added, removed, unmatchedEmails } = received.value;
      run.show(received, () =>
        [
          `${counted(groups, 'group')}, ${counted(members, 'membership')}: ${added} added, ${removed} removed`,
          ...(unmatchedEmails.length > 0 ? ['E-mails that no known person has:'] : []),
          ...unmatchedEmails.map((email) => `  ${email}`),
        ].join('\n'),
      );
      run.note(`\nNext: countersign identity-providers add-rule ${id} --help`);
    }),
  );
  withPaging(leaf(group, 'groups <identity-provider>', 'Its groups, with what each maps to'))
    .option('--search <text>', 'only groups with this in their name')
    .action(
      acting<PagingOptions & { search?: string }, [string]>(async (run, { limit, cursor, all, search }, named) => {
        const id = await findIdentityProvider(run.client, named);
        const received = await readPages(all === true, { limit, cursor }, (paging) =>
          run.client.call(federationRoutes.groups, { params: { id }, query: { ...paging, q: search } }),
        );
        run.show(received, () =>
          received.value.items.length === 0
            ? 'No group matches.'
            : `${tableOf(
                [
                  { name: 'Id', of: (row) => row.id },
                  { name: 'Name', of: (row) => row.name },
                  { name: 'Members', of: (row) => row.memberCount },
                  { name: 'Gives', of: (row) => row.maps.join('; ') || 'not mapped' },
                ],
                received.value.items,
                run.width,
              )}\n\n${pageFoot(received.value)}`,
        );
      }),
    );
}

export function addIdentityProviders(program: Command): void {
  const group = program
    .command('identity-providers')
    .description('Identity providers outside AWS: whose groups may assume which roles');
  addList(group);
  addAdd(group);
  addGroups(group);
  addRules(group);
}
