import { type Command, Option } from 'commander';
import { type Campaign, campaignRoutes, type ReviewItem } from '../../../../contract/campaigns.ts';
import { readPages } from '../../client/pages.ts';
import { counted, moment } from '../../output/printable.ts';
import { tableOf } from '../../output/table.ts';
import { findPerson } from '../find-person.ts';
import { acting, leaf } from '../leaf.ts';
import { listCommand, type PagingOptions, pageFoot, withPaging } from '../list-command.ts';
import { addAddCampaign } from './add-campaign.ts';
import { campaignText, itemColumns, progressTable } from './campaign-text.ts';
import { addEvidencePacks } from './evidence-packs.ts';
import { findCampaign } from './find-campaign.ts';

const progressOf = ({ status, counts }: Campaign): string =>
  status === 'draft' ? '' : `${counts.submitted} of ${counted(counts.items, 'item')}`;

function addList(group: Command): void {
  withPaging(
    listCommand<Campaign, PagingOptions>(group, {
      summary: 'Campaigns you may see',
      empty: 'No campaign yet, or none you may see. Next: countersign campaigns add --help',
      columns: [
        { name: 'Id', of: (row) => row.id },
        { name: 'Name', of: (row) => row.name },
        { name: 'Owner', of: (row) => row.owner.name },
        { name: 'Status', of: (row) => row.status },
        { name: 'Due', of: (row) => moment(row.dueAt) },
        { name: 'Submitted', of: progressOf },
        { name: 'Revoked', of: (row) => row.counts.revoked },
        { name: 'Proven gone', of: (row) => row.counts.remediationVerified },
      ],
      read: (client, paging) => client.call(campaignRoutes.list, { query: paging }),
    }),
  );
}

function addStatus(group: Command): void {
  leaf(group, 'status <campaign>', 'One campaign, with how far each reviewer is').action(
    acting<object, [string]>(async (run, _options, named) => {
      const received = await findCampaign(run.client, named);
      const { id, status } = received.value;
      if (run.isJson || status === 'draft') return run.show(received, () => campaignText(received.value));
      const progress = await run.client.call(campaignRoutes.progress, { params: { id } });
      run.show(received, () => `${campaignText(received.value)}\n\n${progressTable(progress.value.items, run.width)}`);
    }),
  );
}

interface ItemOptions extends PagingOptions {
  reviewer?: string;
  decision?: 'certify' | 'revoke' | 'none';
}
function addItems(group: Command): void {
  withPaging(leaf(group, 'items <campaign>', 'Items of a campaign'))
    .option('--reviewer <email>', 'only those of this reviewer')
    .addOption(new Option('--decision <decision>', 'only those decided so').choices(['certify', 'revoke', 'none']))
    .action(
      acting<ItemOptions, [string]>(async (run, { limit, cursor, all, reviewer, decision }, named) => {
        const { value: campaign } = await findCampaign(run.client, named);
        const reviewerId = reviewer === undefined ? undefined : await findPerson(run.client, reviewer);
        const received = await readPages<{ items: ReviewItem[]; nextCursor: string | null; total: number }>(
          all === true,
          { limit, cursor },
          (paging) =>
            run.client.call(campaignRoutes.items, {
              params: { id: campaign.id },
              query: { ...paging, reviewerId, decision },
            }),
        );
        run.show(received, () =>
          received.value.items.length === 0
            ? 'No item matches.'
            : `${tableOf(itemColumns, received.value.items, run.width)}\n\n${pageFoot(received.value)}`,
        );
      }),
    );
}

interface StepOptions {
  staleReason?: string;
  note?: string;
}
function addSteps(group: Command): void {
  const act = (verb: 'start' | 'close' | 'signOff' | 'cancel', next: (campaign: Campaign) => string) =>
    acting<StepOptions, [string]>(async (run, { staleReason, note }, named) => {
      const { value: campaign } = await findCampaign(run.client, named);
      const params = { id: campaign.id };
      const received =
        verb === 'start'
          ? await run.client.call(campaignRoutes.start, { params, body: { ...(staleReason && { staleReason }) } })
          : verb === 'signOff'
            ? await run.client.call(campaignRoutes.signOff, { params, body: { note: note ?? '' } })
            : await run.client.call(campaignRoutes[verb], { params });
      run.show(received, () => campaignText(received.value));
      const advice = next(received.value);
      if (advice !== '') run.note(`\n${advice}`);
    });
  leaf(group, 'start <campaign>', 'Freeze what is reviewed, and ask the reviewers')
    .option('--stale-reason <text>', 'start although something was not read: why that is right, kept in the evidence')
    .action(act('start', ({ id }) => `Next: countersign campaigns status ${id}`));
  leaf(group, 'close <campaign>', 'Close: the silence rule decides what is left, revocations are carried out').action(
    act('close', ({ id, counts }) =>
      counts.revoked === 0
        ? `Next: countersign campaigns sign-off ${id}`
        : `The next sync, or upload of an identity provider's groups, proves the revocations: countersign campaigns status ${id}`,
    ),
  );
  leaf(group, 'sign-off <campaign>', 'Sign for it, as its owner')
    .option('--note <text>', 'kept with the signature')
    .action(act('signOff', ({ id }) => `Next: countersign campaigns evidence ${id}`));
  leaf(group, 'cancel <campaign>', 'Cancel a campaign').action(act('cancel', () => ''));
}

export function addCampaigns(program: Command): void {
  const group = program.command('campaigns').description('User access reviews: run them, prove them');
  addList(group);
  addAddCampaign(group);
  addStatus(group);
  addItems(group);
  addSteps(group);
  addEvidencePacks(group);
}
