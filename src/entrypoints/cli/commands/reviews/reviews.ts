import type { Command } from 'commander';
import { campaignRoutes, type ReviewItem } from '../../../../contract/campaigns.ts';
import { WrongUsage } from '../../failures.ts';
import { counted, moment } from '../../output/printable.ts';
import { findPerson } from '../find-person.ts';
import { acting, leaf, type Run } from '../leaf.ts';
import { listCommand, type PagingOptions, withPaging } from '../list-command.ts';
import { itemColumns, itemText } from './campaign-text.ts';
import { findCampaign } from './find-campaign.ts';

interface ReviewListOptions extends PagingOptions {
  campaign?: string;
  submitted?: boolean;
}

function addList(group: Command): void {
  withPaging(
    listCommand<ReviewItem, ReviewListOptions>(group, {
      summary: 'Items that wait for you',
      empty: 'Nothing waits for your review.',
      columns: [
        { name: 'Campaign', of: (row) => row.campaign.name },
        { name: 'Due', of: (row) => moment(row.campaign.dueAt) },
        ...itemColumns.filter(({ name }) => name !== 'Reviewer'),
      ],
      read: async (client, paging, { campaign, submitted }) =>
        client.call(campaignRoutes.myItems, {
          query: { ...paging, campaignId: campaign, isSubmitted: submitted ? 'true' : undefined },
        }),
    }),
  )
    .option('--campaign <id>', 'only those of this campaign')
    .option('--submitted', 'those you have submitted instead');
}

type Decided = { decision: 'certify' | 'revoke' | null; reason?: string };
/** One after another, each answer as it comes: where one is refused, those before it are drafted and said. */
async function decide(run: Run, ids: readonly string[], body: Decided): Promise<void> {
  const other = ids.find((id) => !/^itm_/.test(id));
  if (other !== undefined)
    throw new WrongUsage(`${other} names no item.`, 'Give ids, itm_…: `countersign reviews list`.');
  let campaignId = '';
  for (const id of ids) {
    const received = await run.client.call(campaignRoutes.decide, { params: { id }, body });
    campaignId = received.value.campaignId;
    run.show(received, () => itemText(received.value));
  }
  run.note(`\nA draft until you submit it: countersign reviews submit ${campaignId}`);
}

function addDecisions(group: Command): void {
  leaf(group, 'certify <item...>', 'Draft: this access is right')
    .option('--reason <text>', 'why; kept in the evidence')
    .action(
      acting<{ reason?: string }, [string[]]>((run, { reason }, ids) =>
        decide(run, ids, { decision: 'certify', ...(reason !== undefined && { reason }) }),
      ),
    );
  leaf(group, 'revoke <item...>', 'Draft: this access is to be taken away')
    .requiredOption('--reason <text>', 'why; the person is told')
    .action(
      acting<{ reason: string }, [string[]]>((run, { reason }, ids) =>
        decide(run, ids, { decision: 'revoke', reason }),
      ),
    );
  leaf(group, 'undecide <item...>', 'Take a decision back').action(
    acting<object, [string[]]>((run, _options, ids) => decide(run, ids, { decision: null })),
  );
}

export function addReviews(program: Command): void {
  const group = program.command('reviews').description('Access you are to review: decide, then submit');
  addList(group);
  addDecisions(group);
  leaf(group, 'submit <campaign>', 'Submit what you have decided in a campaign').action(
    acting<object, [string]>(async (run, _options, named) => {
      // Reviewers see their items, not the campaign: its id, which every item carries, is enough.
      const campaignId = /^cmp_/.test(named) ? named : (await findCampaign(run.client, named)).value.id;
      const received = await run.client.call(campaignRoutes.submit, { body: { campaignId } });
      const { submitted, left } = received.value;
      run.show(received, () => `${counted(submitted, 'decision')} submitted, ${left} left.`);
    }),
  );
  leaf(group, 'reassign <item>', 'Give an item to another reviewer')
    .requiredOption('--to <email>', 'who shall review it')
    .requiredOption('--reason <text>', 'why')
    .action(
      acting<{ to: string; reason: string }, [string]>(async (run, { to, reason }, id) => {
        const reviewerId = await findPerson(run.client, to, 'reviewers');
        const received = await run.client.call(campaignRoutes.reassign, {
          params: { id },
          body: { reviewerId, reason },
        });
        run.show(received, () => `${itemText(received.value)}\n  Reviewer     ${received.value.reviewer?.name ?? '–'}`);
      }),
    );
}
