import type { Campaign } from '../../../api/types.ts';
import { Failed, Loading } from '../../../ui/feedback/states.tsx';
import classes from '../campaigns.module.css';
import { type BarPart, ProgressBar } from '../progress-bar.tsx';
import { useProgress } from '../use-campaign.ts';
import { silenceWords } from '../words.ts';
import { ReviewersTable } from './reviewers-table.tsx';
import { sumOf, type Totals } from './totals.ts';

/** One bar for all items with both halves, then who is how far. */
export function ProgressTab({ campaign }: { campaign: Campaign }) {
  const progress = useProgress(campaign.id);
  if (progress.isPending) return <Loading label="Loading the progress" />;
  if (progress.isError)
    return <Failed error={progress.error} retry={() => void progress.refetch()} what="The progress" />;
  const total = sumOf(progress.data.items);
  return (
    <>
      <Bar total={total} campaign={campaign} />
      <ReviewersTable reviewers={progress.data.items} campaignId={campaign.id} />
    </>
  );
}

function Bar({ total, campaign }: { total: Totals; campaign: Campaign }) {
  const parts: (BarPart & { label: string })[] = [
    { tone: 'ok', label: 'Certified', count: total.certified },
    { tone: 'bad', label: 'Revoked', count: total.revoked },
    { tone: 'grey', label: 'By silence', count: total.bySilence },
    { tone: 'ink', label: 'Drafts', count: total.drafts },
  ];
  const percent = total.items === 0 ? 0 : Math.floor((total.submitted / total.items) * 100);
  return (
    <>
      <div className={classes.barHead}>
        <span>
          <strong>
            {total.submitted.toLocaleString('en')} of {total.items.toLocaleString('en')}
          </strong>{' '}
          decided and submitted, {percent} %{total.bySilence > 0 ? `; ${total.bySilence} by silence` : ''}
        </span>
        {campaign.status === 'active' ? (
          <span className={classes.grey}>What is left at the close {silenceWords[campaign.silence]}</span>
        ) : null}
      </div>
      <ProgressBar label="Items decided" parts={parts} total={total.items} isWide />
      <div className={classes.legendRow}>
        {parts.map((part) => (
          <span key={part.label}>
            <span className={classes.dot} data-tone={part.tone} aria-hidden />
            {part.label} <strong>{part.count.toLocaleString('en')}</strong>
          </span>
        ))}
        <span>
          <span className={classes.dot} aria-hidden />
          Undecided <strong>{total.undecided.toLocaleString('en')}</strong>
        </span>
      </div>
    </>
  );
}
