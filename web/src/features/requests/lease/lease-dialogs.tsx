import { Textarea } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { problemOf } from '../../../api/problem.ts';
import type { Lease } from '../../../api/types.ts';
import { momentWords, useNow } from '../../../ui/text/time.tsx';
import { Entitlement } from '../words/entitlement.tsx';
import { leftWords } from '../words/time-words.ts';
import { Dialog } from './dialog.tsx';
import { ExtendDialog } from './extend-dialog.tsx';
import classes from './lease.module.css';
import { type LeaseDialog, useLeaseAction } from './use-lease-action.ts';

interface DialogOf {
  lease: Lease;
  onClose: () => void;
}
export default function LeaseDialogs({ dialog, ...props }: DialogOf & { dialog: LeaseDialog }) {
  if (dialog === 'extend') return <ExtendDialog {...props} />;
  return dialog === 'revoke' ? <RevokeDialog {...props} /> : <GiveBackDialog {...props} />;
}

function GiveBackDialog({ lease, onClose }: DialogOf) {
  const action = useLeaseAction(lease, onClose);
  const now = useNow(15_000);
  return (
    <Dialog
      title="Give back"
      verb="Give back now"
      isPending={action.isPending}
      error={action.error}
      onClose={onClose}
      onDo={() => action.mutate({ kind: 'give-back' })}
    >
      <p>
        <Entitlement of={lease.entitlement} /> is taken away in AWS now
        {lease.status === 'active' ? `, ${leftWords(lease.endsAt, now)} before its end` : ''}. To have it again, ask
        again.
      </p>
    </Dialog>
  );
}

function RevokeDialog({ lease, onClose }: DialogOf) {
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const action = useLeaseAction(lease, (requestId) => {
    onClose();
    void navigate({ to: `/requests/${requestId}` });
  });
  return (
    <Dialog
      title="Revoke access"
      verb="Revoke now"
      isDanger
      isReady={reason.trim().length > 0}
      isPending={action.isPending}
      error={problemOf(action.error)?.forField('reason') ? null : action.error}
      onClose={onClose}
      onDo={() => action.mutate({ kind: 'revoke', reason: reason.trim() })}
    >
      <p>
        <strong className={classes.name}>{lease.person.name}</strong> loses <Entitlement of={lease.entitlement} /> now
        instead of {momentWords(lease.endsAt)}. They are told, with your reason.
      </p>
      <Textarea
        label="Reason"
        data-autofocus
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={problemOf(action.error)?.forField('reason')}
      />
    </Dialog>
  );
}
