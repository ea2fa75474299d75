import { Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../../../../api/client.ts';
import { problemOf } from '../../../../api/problem.ts';
import type { AccessRequest, PersonLink } from '../../../../api/types.ts';
import { PersonPicker } from '../../../../ui/pickers/person-picker.tsx';
import { Dialog } from '../../lease/dialog.tsx';
import { refreshRequests } from '../../use-requests.ts';

interface ReassignProps {
  request: AccessRequest;
  onClose: () => void;
  onDone: (words: string) => void;
}
/** Hands the decision to somebody else: from then on it is theirs, and no longer mine (REQ-3). */
export function ReassignDialog({ request, onClose, onDone }: ReassignProps) {
  const [to, setTo] = useState<PersonLink | null>(null);
  const [reason, setReason] = useState('');
  const navigate = useNavigate();
  const reassign = useMutation({
    mutationFn: (personId: string) =>
      client.post('/api/v1/requests/:id/reassign', {
        params: { id: request.id },
        ifMatch: request.version,
        body: { personId, reason: reason.trim() },
      }),
    onSuccess: async () => {
      onDone(`${to?.name} decides now: ${request.entitlement.name} for ${request.person.name}.`);
      onClose();
      await navigate({ to: '/tasks', replace: true });
      await refreshRequests();
    },
  });
  const problem = problemOf(reassign.error);
  const atField = problem?.forField('personId') ?? problem?.forField('reason');
  return (
    <Dialog
      title="Hand the decision over"
      verb="Hand over"
      notVerb="Keep it"
      isReady={to !== null && reason.trim() !== ''}
      isPending={reassign.isPending}
      error={atField ? null : reassign.error}
      onClose={onClose}
      onDo={() => to && reassign.mutate(to.id)}
    >
      <p>
        They decide instead of you, and see this request and its facts. Never {request.requester.name}
        {request.person.id === request.requester.id ? '' : ` or ${request.person.name}`}, nor who acts for them.
      </p>
      <PersonPicker
        among="colleagues"
        label="To"
        isFirst
        value={to}
        onChange={setTo}
        error={problem?.forField('personId')}
      />
      <Textarea
        label="Reason"
        autosize
        minRows={2}
        maxLength={1000}
        placeholder="They read it"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={problem?.forField('reason')}
      />
    </Dialog>
  );
}
