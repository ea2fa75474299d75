import { useMemo } from 'react';
import type { ReviewItem } from '../../api/types.ts';
import { Empty } from '../../ui/feedback/states.tsx';
import { Page } from '../../ui/layout/page.tsx';
import { Badge, Status } from '../../ui/status/status.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
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
  return [...campaigns.values()].sort(
    (a, b) => Number(isWaiting(b)) - Number(isWaiting(a)) || a.campaign.dueAt.localeCompare(b.campaign.dueAt),
  );
}
const isWaiting = (mine: MyCampaign) => mine.undecided + mine.drafts > 0;

const columns: Column<MyCampaign>[] = [
  {
    id: 'campaign',
    header: 'Campaign',
    width: 'minmax(200px, 1.4fr)',
    phone: 'title',
    cell: (mine) => (
      <>
        <span className={classes.name}>{mine.campaign.name}</span>{' '}
        {mine.reopened > 0 ? (
          <Badge tone="warn" sign="warn">
            {counted(mine.reopened, 'access', 'accesses')} came back
          </Badge>
        ) : null}
      </>
    ),
  },
  {
    id: 'decided',
    header: 'Decided',
    width: '220px',
    phone: 'detail',
    cell: (mine) => (
      <ProgressBar
        label={`Decided in ${mine.campaign.name}`}
        parts={[{ tone: 'ink', count: mine.items - mine.undecided }]}
        total={mine.items}
      />
    ),
  },
  { id: 'left', header: 'Left for me', width: '150px', phone: 'aside', cell: (mine) => <Left mine={mine} /> },
  {
    id: 'due',
    header: 'Due',
    width: '130px',
    phone: 'detail',
    cell: ({ campaign }) => (campaign.status === 'active' ? dueWords(campaign.dueAt) : 'closed'),
  },
  {
    id: 'silence',
    header: 'If I stay silent',
    width: 'minmax(200px, 1.4fr)',
    cell: ({ campaign }) => (
      <span className={classes.soft}>
        {campaign.status === 'active' ? silenceForReviewers[campaign.silence] : 'Only what came back is open.'}
      </span>
    ),
  },
];

/** What I have yet to do; a draft that is not submitted is not done. */
function Left({ mine }: { mine: MyCampaign }) {
  if (mine.undecided > 0) return <Status sign="waiting">{mine.undecided} to decide</Status>;
  if (mine.drafts > 0) return <Status sign="warn">{mine.drafts} to submit</Status>;
  return <Status sign="pass">All submitted</Status>;
}

/** What waits for me to review: by campaign, the next due first. */
export function ReviewsPage() {
  const mine = useMyItems();
  const items = useMemo(() => byCampaign(mine.data ?? []), [mine.data]);
  const list = {
    ...mine,
    items,
    total: items.length,
    hasNextPage: false,
    isFetchingNextPage: false,
    fetchNextPage: () => undefined,
  };
  return (
    <Page title="Reviews">
      <div className={classes.list}>
        <DataTable
          label="Campaigns that I review"
          noun={items.length === 1 ? 'campaign' : 'campaigns'}
          columns={columns}
          list={list}
          keyOf={({ campaign }) => campaign.id}
          hrefOf={({ campaign }) => `/reviews/${campaign.id}`}
          empty={
            <Empty title="Nothing to review">
              When somebody’s access is to be judged by you, as their manager or as an owner, it shows here and you are
              told.
            </Empty>
          }
        />
      </div>
    </Page>
  );
}
