import { type Command, Option } from 'commander';
import type { CatalogRef } from '../../../../contract/entitlement.ts';
import { type CatalogItem, requestRoutes } from '../../../../contract/requests.ts';
import { moment, span } from '../../output/printable.ts';
import { findPerson } from '../find-person.ts';
import { listCommand, type PagingOptions, withPaging } from '../list-command.ts';
import { spanMinutes } from '../option-values.ts';

interface CatalogOptions extends PagingOptions {
  search?: string;
  kind?: CatalogRef['kind'];
  person?: string;
  for?: number;
}

/** What `countersign request` takes; a role is not asked for here and is known by its own id. */
export function idsOf(ref: CatalogRef): string {
  if (ref.kind === 'assume-role') return ref.roleId;
  return ref.kind === 'group-member' ? `--group ${ref.groupId}` : `${ref.permissionSetId} ${ref.awsAccountId}`;
}

function answerOf({ isHeld, givenBy, answer }: CatalogItem): string {
  const through = givenBy.flatMap(({ group, identityProvider, heldSince }) =>
    heldSince ? [`through ${group} of ${identityProvider} since ${moment(heldSince)} UTC`] : [],
  );
  if (isHeld) return ['held already', ...through].join(', ');
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
        { name: 'Ids', of: (row) => idsOf(row.ref) },
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
    .addOption(
      new Option(
        '--kind <kind>',
        'only entries of this kind; assume-role: roles that an identity provider gives',
      ).choices(['permission-set-assignment', 'group-member', 'assume-role']),
    )
    .option('--for <span>', 'as if asked for this long: 45m, 2h (default: 1h)', spanMinutes)
    .option('--person <email>', 'for this person instead of yourself');
}
