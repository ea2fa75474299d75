import type { Campaign } from '../../api/types.ts';
import { Failed, Loading } from '../../ui/feedback/states.tsx';
import { Section } from '../../ui/layout/page.tsx';
import { Avatar } from '../../ui/path/avatar.tsx';
import { Banner } from '../../ui/status/banner.tsx';
import { Status } from '../../ui/status/status.tsx';
import { Time } from '../../ui/text/time.tsx';
import { counted } from '../../ui/text/words.ts';
import classes from './campaigns.module.css';
import type { usePreview } from './use-campaign.ts';

const shownReviewers = 12;

interface PreviewPaneProps {
  preview: ReturnType<typeof usePreview>;
  /** Who reviews what nobody nearer can. */
  fallbackName: string;
  rule: Campaign['reviewerRule'];
}
/** What the campaign would cover if it started now: counts, coverage, gaps, and who would have how much to do. */
export function PreviewPane({ preview, fallbackName, rule }: PreviewPaneProps) {
  const { data } = preview;
  return (
    <Section
      title="Coverage"
      action={
        data ? <Status sign={data.gaps.length > 0 ? 'warn' : 'pass'}>{wholeWords(data.gaps.length)}</Status> : null
      }
    >
      {preview.isError ? (
        <Failed error={preview.error} retry={() => void preview.refetch()} what="The preview" />
      ) : null}
      {!data && !preview.isError ? (
        preview.fetchStatus === 'idle' ? (
          <p className={classes.grey}>Choose the AWS accounts and who reviews what nobody else can.</p>
        ) : (
          <Loading rows={4} label="Counting" />
        )
      ) : null}
      {data ? <Coverage data={data} fallbackName={fallbackName} rule={rule} /> : null}
    </Section>
  );
}
const wholeWords = (gaps: number) => (gaps > 0 ? 'not read whole' : 'AWS is read whole');

type Data = NonNullable<ReturnType<typeof usePreview>['data']>;
function Coverage({ data, fallbackName, rule }: { data: Data } & Omit<PreviewPaneProps, 'preview'>) {
  if (data.items === 0)
    return <p className={classes.grey}>Nobody holds anything in this scope: there is nothing to review.</p>;
  return (
    <div aria-live="polite">
      <p className={classes.sentence}>
        <strong>{counted(data.items, 'item', 'items')}</strong>, {data.withReviewer.toLocaleString('en')} with a
        reviewer, {data.onFallback.toLocaleString('en')} fall back to {fallbackName}.
      </p>
      <dl className={classes.numbers}>
        <Numbers term="People whose access is in scope" value={data.people} />
        <Numbers
          term={rule === 'manager' ? 'With a manager who can judge' : 'With an owner who can judge'}
          value={data.withReviewer - data.onFallback}
        />
        <Numbers term={`Fall back to ${fallbackName}`} value={data.onFallback} />
        <Numbers term="Without anybody" value={data.items - data.withReviewer} />
      </dl>
      {data.gaps.length > 0 ? <Gaps gaps={data.gaps} /> : null}
      {data.identityProviders.map((provider) => (
        <Provider key={provider.name} provider={provider} />
      ))}
      <ul className={classes.people} aria-label="Reviewers">
        {data.reviewers.slice(0, shownReviewers).map(({ person, items }) => (
          <li key={person.id}>
            <Avatar name={person.name} />
            <span>{person.name}</span>
            <span>{counted(items, 'item', 'items')}</span>
          </li>
        ))}
      </ul>
      {data.reviewers.length > shownReviewers ? (
        <p className={classes.note}>and {data.reviewers.length - shownReviewers} more reviewers</p>
      ) : null}
    </div>
  );
}

/** Nobody reads an identity provider: how fresh its groups are is for the owner to judge. */
function Provider({ provider }: { provider: Data['identityProviders'][number] }) {
  const { name, items, unmatched, uploadedAt, isChangedSince } = provider;
  return (
    <p className={classes.note}>
      <strong>{name}</strong>: {counted(items, 'item', 'items')} by its groups,{' '}
      {uploadedAt ? (
        <>
          uploaded <Time at={uploadedAt} />
        </>
      ) : (
        <>not uploaded {isChangedSince ? 'before AWS was last read' : 'yet'}, so its members are not known</>
      )}
      {unmatched > 0 ? `; ${counted(unmatched, 'member', 'members')} not in the directory` : ''}.
      {isChangedSince ? ' They changed since: sync first to take that in.' : ''}
    </p>
  );
}

const Numbers = ({ term, value }: { term: string; value: number }) => (
  <div>
    <dt>{term}</dt>
    <dd>{value.toLocaleString('en')}</dd>
  </div>
);

/** A snapshot with holes is refused unless the owner signs for it; here is what the holes are. */
export const Gaps = ({ gaps }: { gaps: Data['gaps'] }) => (
  <div className={classes.empty}>
    <Banner tone="warn">
      <p>
        <strong>{counted(gaps.length, 'part', 'parts')} of this could not be read.</strong> A start now needs a reason,
        signed by the owner; it goes into the evidence.
      </p>
      <ul className={classes.gaps} aria-label="What could not be read">
        {gaps.slice(0, 5).map((gap) => (
          <li key={`${gap.scopeKind}:${gap.what}`}>
            {gap.what}, since <Time at={gap.since} />
          </li>
        ))}
        {gaps.length > 5 ? <li>and {gaps.length - 5} more</li> : null}
      </ul>
    </Banner>
  </div>
);
