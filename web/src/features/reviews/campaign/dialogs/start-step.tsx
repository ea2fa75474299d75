import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../../../../api/queries.ts';
import type { Campaign } from '../../../../api/types.ts';
import { Failed, Loading } from '../../../../ui/feedback/states.tsx';
import { counted } from '../../../../ui/text/words.ts';
import { Gaps } from '../../preview-pane.tsx';
import { usePreview } from '../../use-campaign.ts';
import { dueWords, silenceWords } from '../../words.ts';
import { StepForm, type StepFrame } from './step-form.tsx';

const shortestReason = 10;

/** Freezes and asks; where something could not be read, only with a reason that the owner signs (REV-2). */
export function StartStep({ campaign, frame }: { campaign: Campaign; frame: StepFrame }) {
  const { person } = useSession();
  const [reason, setReason] = useState('');
  const preview = usePreview({
    scope: campaign.scope,
    reviewerRule: campaign.reviewerRule,
    fallbackReviewerId: campaign.fallbackReviewer.id,
  });
  if (preview.isError) return <Failed error={preview.error} what="What it would cover" />;
  if (!preview.data) return <Loading rows={3} label="Counting" />;
  const { items, reviewers, gaps } = preview.data;
  const isStale = gaps.length > 0;
  const isOwner = person.id === campaign.owner.id;
  const isReady = items > 0 && (!isStale || (isOwner && reason.trim().length >= shortestReason));
  return (
    <StepForm
      frame={frame}
      label="Start"
      isReady={isReady}
      onSubmit={() => frame.take({ kind: 'start', ...(isStale ? { staleReason: reason.trim() } : {}) })}
    >
      {items === 0 ? (
        <p>Nobody holds anything in this scope: there is nothing to review.</p>
      ) : (
        <p>
          <strong>{counted(items, 'item', 'items')}</strong> are frozen as AWS said last, and{' '}
          <strong>{counted(reviewers.length, 'reviewer', 'reviewers')}</strong> are asked to decide by{' '}
          {dueWords(campaign.dueAt)}. What nobody has decided at the close {silenceWords[campaign.silence]}.
        </p>
      )}
      {isStale ? <Gaps gaps={gaps} /> : null}
      {isStale && isOwner ? (
        <Textarea
          label="Reason to start all the same, signed by you"
          description={`At least ${shortestReason} characters; it goes into the evidence`}
          data-autofocus
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      ) : null}
      {isStale && !isOwner ? <p>Only {campaign.owner.name}, who owns the campaign, may sign for that.</p> : null}
    </StepForm>
  );
}
