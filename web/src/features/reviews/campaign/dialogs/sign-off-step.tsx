import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { problemOf } from '../../../../api/problem.ts';
import type { Campaign } from '../../../../api/types.ts';
import { counted } from '../../../../ui/text/words.ts';
import { StepForm, type StepFrame } from './step-form.tsx';

const shortestNote = 10;

/** The owner's signature; while revoked access is not proven gone, it needs a note that says why (REV-7). */
export function SignOffStep({ campaign, frame }: { campaign: Campaign; frame: StepFrame }) {
  const [note, setNote] = useState('');
  const { remediationPending, remediationVerified, reopened } = campaign.counts;
  const open = remediationPending + reopened;
  const atField = problemOf(frame.error)?.forField('note');
  return (
    <StepForm
      frame={frame}
      label="Sign off"
      isReady={open === 0 || note.trim().length >= shortestNote}
      isShownAtField={atField !== undefined}
      onSubmit={() => frame.take({ kind: 'sign-off', note: note.trim() })}
    >
      <p>
        <strong>
          {remediationVerified} of {counted(remediationVerified + open, 'revocation', 'revocations')}
        </strong>{' '}
        {remediationVerified + open === 1 ? 'is' : 'are'} proven gone. After your signature nothing is opened again.
      </p>
      <Textarea
        label="Note"
        description={
          open > 0
            ? `${open} not proven gone: say why you sign all the same, in at least ${shortestNote} characters`
            : 'Optional; it goes into the evidence'
        }
        data-autofocus
        rows={3}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={atField}
      />
    </StepForm>
  );
}
