import type { Command } from 'commander';
import type { EntitlementRef } from '../../../../contract/entitlement.ts';
import { type CatalogItem, requestRoutes } from '../../../../contract/requests.ts';
import { span } from '../../output/printable.ts';
import { findPerson } from '../find-person.ts';
import { listCommand, type PagingOptions, withPaging } from '../list-command.ts';
import { spanMinutes } from '../option-values.ts';

interface CatalogOptions extends PagingOptions {
  search?: string;
  kind?: EntitlementRef['kind'];
  person?: string;
  for?: number;
}

const idsOf = ({ ref }: CatalogItem): string =>
  ref.kind === 'group-member' ? `--group ${ref.groupId}` : `${ref.permissionSetId} ${ref.awsAccountId}`;

function answerOf({ isHeld, answer }: CatalogItem): string {
  if (isHeld) return 'held already';
  if (!answer.isAllowed) return `no: ${answer.reasons.join('; ')}`;
  const limit = answer.maxMinutes === null ? '' : `, at most ${span(answer.maxMinutes)}`;
  const people = answer.steps.map((step) => step.people.map(({ name }) => name).join(' or ') || 'nobody');
  return `${people.length === 0 ? 'approved by policy' : `asks ${people.join(', then ')}`}${limit}`;
}

export function addCatalog(program: Command): void {
  const group = program.command('catalog').description('What may be asked for');
  withPaging(
    listCommand<CatalogItem, CatalogOptions>(group, {
      summary: 'What you may ask for, who would decide, and why not for the rest',
      empty: 'Nothing matches, or nothing was read from AWS yet: `countersign connectors list`.',
      columns: [
        { name: 'Name', of: (row) => row.name },
        { name: 'Ids', of: idsOf },
        { name: 'Answer', of: answerOf },
      ],
      read: async (client, paging, options) =>
        client.call(requestRoutes.catalog, {
          query: {
            ...paging,
            q: options.search,
            kind: options.kind,
            minutes: options.for,
            ...(options.person && { forPersonId: await findPerson(client, options.person) }),
          },
        }),
    }),
  )
    .option('--search <text>', 'only entries with this in their name')
    .option('--kind <kind>', 'permission-set-assignment or group-member')
    .option('--for <span>', 'as if asked for this long: 45m, 2h (default: 1h)', spanMinutes)
    .option('--person <email>', 'for this person instead of yourself');
}
