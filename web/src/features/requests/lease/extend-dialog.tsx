import { Textarea } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../../../api/client.ts';
import { problemOf } from '../../../api/problem.ts';
import type { Lease } from '../../../api/types.ts';
import { momentWords } from '../../../ui/text/time.tsx';
import { DurationField } from '../ask/duration-field.tsx';
import { Approvers } from '../words/approvers.tsx';
import { Entitlement } from '../words/entitlement.tsx';
import { Dialog } from './dialog.tsx';
import { useLeaseAction } from './use-lease-action.ts';

/** Asks for more time (REQ-5): a request of its own, with who will approve it said before. */
export function ExtendDialog({ lease, onClose }: { lease: Lease; onClose: () => void }) {
  const navigate = useNavigate();
  const [minutes, setMinutes] = useState<number | null>(60);
  const [reason, setReason] = useState('');
  const [left] = useState(() => minutesLeft(lease));
  const answer = useMoreTimeAnswer(lease, minutes === null ? null : left + minutes);
  const action = useLeaseAction(lease, (requestId) => {
    onClose();
    void navigate({ to: `/requests/${requestId}` });
  });
  const problem = problemOf(action.error);
  const isNamed = problem?.forField('reason') ?? problem?.forField('durationMinutes');
  const until = minutes ? new Date(Date.parse(lease.endsAt) + minutes * 60_000).toISOString() : null;
  return (
    <Dialog
      title="Ask for more time"
      verb="Send request"
      notVerb="Cancel"
      isReady={minutes !== null && reason.trim().length >= 3 && answer.data?.isAllowed !== false}
      isPending={action.isPending}
      error={isNamed ? null : action.error}
      onClose={onClose}
      onDo={() => minutes && action.mutate({ kind: 'extend', durationMinutes: minutes, reason: reason.trim() })}
    >
      <p>
        <Entitlement of={lease.entitlement} /> ends {momentWords(lease.endsAt)}
        {until ? `; with this it would end ${momentWords(until)}` : ''}.
      </p>
      <DurationField
        label="How much longer"
        value={minutes}
        onChange={setMinutes}
        maxMinutes={moreThanLeft(answer.data?.maxMinutes ?? null, left)}
        policies={answer.data?.policies ?? []}
        error={problem?.forField('durationMinutes')}
      />
      <Textarea
        label="Reason"
        data-autofocus
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={problem?.forField('reason')}
      />
      {answer.data ? <Approvers answers={[{ name: null, answer: answer.data }]} /> : null}
    </Dialog>
  );
}

/** The policies judge what is left of the lease and what is asked for together. */
const minutesLeft = ({ startsAt, endsAt }: Lease) =>
  Math.max(0, Math.ceil((Date.parse(endsAt) - Math.max(Date.now(), Date.parse(startsAt))) / 60_000));
const moreThanLeft = (limit: number | null, left: number) => (limit === null ? null : Math.max(0, limit - left));
const longestAskable = 43_200;

/** What the policies say about that much time from now. Only the holder is asked for by the page. */
const useMoreTimeAnswer = (lease: Lease, minutes: number | null) =>
  useQuery({
    queryKey: ['/api/v1/requests/preview', lease.entitlement.ref, minutes],
    queryFn: ({ signal }) =>
      client.post('/api/v1/requests/preview', {
        body: { entitlement: lease.entitlement.ref, durationMinutes: Math.min(minutes ?? 60, longestAskable) },
        signal,
      }),
    placeholderData: keepPreviousData,
    enabled: minutes !== null,
  });
