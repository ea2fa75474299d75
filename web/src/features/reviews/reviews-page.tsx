import { Link } from '@tanstack/react-router';
import type { ReviewItem } from '../../api/types.ts';
import { Empty, Failed, Loading } from '../../ui/feedback/states.tsx';
import { Page, Section } from '../../ui/layout/page.tsx';
import { Badge } from '../../ui/status/status.tsx';
import { PlainTable } from '../../ui/table/plain-table.tsx';
import { counted } from '../../ui/text/words.ts';
import { ProgressBar } from './progress-bar.tsx';
import classes from './reviews.module.css';
import { useMyItems } from './use-my-items.ts';
import { dueWords, isDraft, isOpen, silenceForReviewers } from './words.ts';

interface MyCampaign {
  campaign: ReviewItem['campaign'];
  items: number;
  undecided: number;
  drafts: number;
  reopened: number;
}
function byCampaign(items: ReviewItem[]): MyCampaign[] {
  const campaigns = new Map<string, MyCampaign>();
  for (const item of items) {
    const { campaign } = item;
    const mine = campaigns.get(campaign.id) ?? { campaign, items: 0, undecided: 0, drafts: 0, reopened: 0 };
    mine.items += 1;
    if (isOpen(item) && item.decision === null) mine.undecided += 1;
    if (isOpen(item) && isDraft(item)) mine.drafts += 1;
    if (item.remediation === 'reopened') mine.reopened += 1;
    campaigns.set(campaign.id, mine);
  }
  return [...campaigns.values()].sort((a, b) => a.campaign.dueAt.localeCompare(b.campaign.dueAt));
}
const isWaiting = (mine: MyCampaign) => mine.undecided + mine.drafts > 0;

/** What waits for me to review: by campaign, the next due first. */
export function ReviewsPage() {
  const mine = useMyItems();
  const campaigns = byCampaign(mine.data ?? []);
  const waiting = campaigns.filter(isWaiting);
  const done = campaigns.filter((each) => !isWaiting(each));
  return (
    <Page title="Reviews">
      {mine.isPending ? <Loading rows={4} label="Loading my reviews" /> : null}
      {mine.isError ? <Failed error={mine.error} retry={() => void mine.refetch()} what="The list of reviews" /> : null}
      {mine.data && campaigns.length === 0 ? (
        <Empty title="Nothing to review">
          When somebody’s access is to be judged by you, as their manager or as an owner, it shows here and you are
          told.
        </Empty>
      ) : null}
      {campaigns.length > 0 ? (
        <div className={classes.sections}>
          <Section title="Waiting for me" count={waiting.length}>
            {waiting.length > 0 ? (
              <CampaignTable label="Waiting for me" campaigns={waiting} />
            ) : (
              <p className={classes.grey}>Nothing. All your decisions are submitted.</p>
            )}
          </Section>
          {done.length > 0 ? (
            <Section title="Submitted" count={done.length}>
              <CampaignTable label="Submitted" campaigns={done} />
            </Section>
          ) : null}
        </div>
      ) : null}
    </Page>
  );
}

const right = (label: string) => ({ label, align: 'right' as const });
function CampaignTable({ label, campaigns }: { label: string; campaigns: MyCampaign[] }) {
  return (
    <PlainTable
      label={label}
      heads={['Campaign', 'Decided', right('Left'), right('Drafts'), 'Due', 'If you stay silent']}
    >
      {campaigns.map(({ campaign, ...mine }) => (
        <tr key={campaign.id}>
          <td>
            <Link to={`/reviews/${campaign.id}`} className={classes.name}>
              {campaign.name}
            </Link>{' '}
            {mine.reopened > 0 ? (
              <Badge tone="warn" sign="warn">
                {counted(mine.reopened, 'access', 'accesses')} came back
              </Badge>
            ) : null}
          </td>
          <td>
            <ProgressBar
              label="Decided"
              parts={[{ tone: 'ink', count: mine.items - mine.undecided }]}
              total={mine.items}
            />
          </td>
          <td data-align="right">{mine.undecided}</td>
          <td data-align="right">{mine.drafts}</td>
          <td>{campaign.status === 'active' ? dueWords(campaign.dueAt) : 'closed'}</td>
          <td className={classes.soft}>
            {campaign.status === 'active' ? silenceForReviewers[campaign.silence] : 'Only what came back is open.'}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
