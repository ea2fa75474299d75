import { Button } from '@mantine/core';
import { problemOf } from '../../../../api/problem.ts';
import type { Campaign } from '../../../../api/types.ts';
import { Failed, Loading } from '../../../../ui/feedback/states.tsx';
import { counted } from '../../../../ui/text/words.ts';
import classes from '../../campaigns.module.css';
import { useProgress } from '../../use-campaign.ts';
import { sumOf } from '../totals.ts';
import { StepForm, type StepFrame } from './step-form.tsx';

interface StepProps {
  campaign: Campaign;
  frame: StepFrame;
}
/** The close in numbers: what is carried out, what silence decides, and by which rule (REV-5). */
export function CloseStep({ campaign, frame }: StepProps) {
  const progress = useProgress(campaign.id);
  if (problemOf(frame.error)?.problem.code === 'items-escalated')
    return <Escalated campaign={campaign} frame={frame} />;
  if (progress.isError) return <Failed error={progress.error} what="How far the campaign is" />;
  if (!progress.data) return <Loading rows={3} label="Counting" />;
  const total = sumOf(progress.data.items);
  const left = total.items - total.submitted;
  const revocations = total.revoked + (campaign.silence === 'revoke' ? left : 0);
  const escalates = left > 0 && campaign.silence === 'escalate';
  return (
    <StepForm
      frame={frame}
      label={escalates ? 'Give them to the owner' : 'Close'}
      isDanger={campaign.silence === 'revoke' && left > 0}
      onSubmit={() => frame.take({ kind: 'close' })}
    >
      <ul>
        <li>
          <strong>
            {total.submitted.toLocaleString('en')} of {counted(total.items, 'item', 'items')}
          </strong>{' '}
          are decided and submitted.
        </li>
        {left > 0 ? (
          <li>
            <strong>{left.toLocaleString('en')}</strong> {left === 1 ? 'is' : 'are'} not
            {total.drafts > 0 ? `, ${total.drafts} of them drafted` : ''}: {leftWords(campaign, left)}
          </li>
        ) : null}
        {escalates ? null : (
          <li>
            <strong>{counted(revocations, 'revocation', 'revocations')}</strong> {revocations === 1 ? 'is' : 'are'}{' '}
            carried out in AWS, or by hand where AWS cannot, and proven by reading again.
          </li>
        )}
      </ul>
      <p>
        {escalates
          ? 'The campaign stays open until they are decided.'
          : 'Reviewers can’t change a decision afterwards. This can’t be taken back.'}
      </p>
    </StepForm>
  );
}

/** The close is refused as announced: what was undecided is the owner's now. */
function Escalated({ campaign, frame }: StepProps) {
  const items = problemOf(frame.error)?.problem.facts?.items;
  return (
    <div className={classes.dialog} role="status">
      <p>
        <strong>{typeof items === 'number' ? counted(items, 'item', 'items') : 'What was undecided'}</strong> now{' '}
        {items === 1 ? 'waits' : 'wait'} for {campaign.owner.name}, under Reviews. Close the campaign again when all is
        decided and submitted.
      </p>
      <div className={classes.foot}>
        <Button variant="filled" onClick={frame.onCancel}>
          All right
        </Button>
      </div>
    </div>
  );
}

function leftWords({ silence, owner }: Campaign, left: number): string {
  const they = left === 1 ? 'it is' : 'they are';
  if (silence === 'keep') return `${they} kept, and marked as kept by silence.`;
  if (silence === 'revoke') return `${they} revoked, and marked as revoked by silence.`;
  return `${left === 1 ? 'it goes' : 'they go'} to ${owner.name}.`;
}

export function CancelStep({ campaign, frame }: StepProps) {
  const { counts, status } = campaign;
  return (
    <StepForm frame={frame} label="Cancel campaign" isDanger onSubmit={() => frame.take({ kind: 'cancel' })}>
      <p>
        {status === 'draft' ? (
          'Nobody was asked yet; the draft is put away.'
        ) : (
          <>
            <strong>{counted(counts.decided, 'decision', 'decisions')}</strong> of {counts.items.toLocaleString('en')}{' '}
            items are dropped: nothing is revoked. This can’t be taken back.
          </>
        )}
      </p>
    </StepForm>
  );
}
