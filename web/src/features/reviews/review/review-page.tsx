import { useMediaQuery } from '@mantine/hooks';
import { Link, useParams } from '@tanstack/react-router';
import type { ReviewItem } from '../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { useMyItems } from '../use-my-items.ts';
import { ReviewDialogs } from './dialogs/review-dialogs.tsx';
import { Answers } from './parts/answers.tsx';
import { ItemPane } from './parts/item-pane.tsx';
import { KeyFoot } from './parts/key-foot.tsx';
import { ReviewBar } from './parts/review-bar.tsx';
import { ReviewFacts, SubmitButton } from './parts/review-head.tsx';
import { ReviewList } from './parts/review-list.tsx';
import classes from './review.module.css';
import { useBoard } from './use-board.ts';
import { useReviewKeys } from './use-review-keys.ts';

const trail = [{ label: 'Reviews', to: '/reviews' }];

/** One campaign for one reviewer: every item with its facts, decided by key, submitted when the reviewer says so. */
export function ReviewPage() {
  const { campaignId } = useParams({ strict: false }) as { campaignId: string };
  const mine = useMyItems(campaignId);
  const campaign = mine.data?.[0]?.campaign;
  if (mine.data && campaign) return <Loaded key={campaignId} campaign={campaign} items={mine.data} />;
  return (
    <Page title={mine.isError ? 'Not shown' : mine.data ? 'Nothing to review' : ''} trail={trail} here="Campaign">
      {mine.isPending ? <Loading label="Loading the items" /> : null}
      {mine.isError ? <Failed error={mine.error} retry={() => void mine.refetch()} what="This review" /> : null}
      {mine.data ? (
        <Empty title="Nothing here waits for you" action={<Link to="/reviews">All my reviews</Link>}>
          The campaign may be signed off or cancelled, or its items were given to somebody else.
        </Empty>
      ) : null}
    </Page>
  );
}

function Loaded({ campaign, items }: { campaign: ReviewItem['campaign']; items: ReviewItem[] }) {
  const board = useBoard(campaign.id, items);
  const isNarrow = useMediaQuery('(max-width: 1080px)', false, { getInitialValueInEffect: false }) ?? false;
  const submit = () => {
    if (board.drafts > 0 && !board.submit.isPending) board.submit.mutate();
  };
  useReviewKeys(board, submit);
  return (
    <div className={classes.split}>
      <div className={classes.main}>
        <Page
          title={campaign.name}
          trail={trail}
          actions={isNarrow ? undefined : <SubmitButton board={board} onSubmit={submit} />}
          facts={<ReviewFacts board={board} campaign={campaign} />}
        >
          <Answers board={board} />
          <ReviewBar board={board} />
          <ReviewList board={board} isNarrow={isNarrow} />
        </Page>
        {isNarrow ? (
          <div className={classes.phoneFoot}>
            <SubmitButton board={board} onSubmit={submit} isWide />
          </div>
        ) : (
          <KeyFoot onHelp={() => board.ask({ kind: 'help' })} />
        )}
      </div>
      {isNarrow ? null : <ItemPane board={board} />}
      <ReviewDialogs board={board} />
    </div>
  );
}
