import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../../../api/client.ts';
import { sentenceOf } from '../../../../api/problem.ts';
import type { Connector } from '../../../../api/types.ts';
import { Banner } from '../../../../ui/status/banner.tsx';
import { counted } from '../../../../ui/text/words.ts';
import { keepConnector } from '../../use-connector.ts';
import classes from './hold.module.css';

/** What a person may do about a held sync; the last is what Sync now means while one waits. */
export type HoldDecision = 'confirm' | 'discard' | 'discard-and-sync';
type Hold = NonNullable<Connector['hold']>;

interface SettleDialogProps {
  connector: Connector;
  hold: Hold;
  asked: HoldDecision | null;
  onClose: () => void;
}
const titles: Record<HoldDecision, string> = {
  confirm: 'Publish this sync',
  discard: 'Discard this sync',
  'discard-and-sync': 'Discard it and sync anew',
};

/** Neither can be taken back, so each says first what it does. */
export function SettleDialog({ connector, hold, asked, onClose }: SettleDialogProps) {
  return (
    <Modal
      opened={asked !== null}
      onClose={onClose}
      title={asked ? titles[asked] : ''}
      closeButtonProps={{ 'aria-label': 'Close' }}
      size={480}
    >
      {asked ? <Question connector={connector} hold={hold} decision={asked} onClose={onClose} /> : null}
    </Modal>
  );
}

interface QuestionProps {
  connector: Connector;
  hold: Hold;
  decision: HoldDecision;
  onClose: () => void;
}
function Question({ connector, hold, decision, onClose }: QuestionProps) {
  const settle = useMutation({
    mutationFn: async () => {
      const input = { params: { id: connector.id, runId: hold.runId } };
      if (decision === 'confirm') return client.post('/api/v1/connectors/:id/runs/:runId/confirm', input);
      const discarded = await client.post('/api/v1/connectors/:id/runs/:runId/discard', input);
      if (decision === 'discard') return discarded;
      return client.post('/api/v1/connectors/:id/sync', { params: { id: connector.id } });
    },
    onSuccess: async (after) => {
      await keepConnector(after);
      onClose();
    },
  });
  return (
    <div className={classes.dialog}>
      {settle.isError ? (
        <Banner tone="bad" isAnswer>
          {sentenceOf(settle.error)}
        </Banner>
      ) : null}
      {decision === 'confirm' ? <WhatConfirmDoes hold={hold} /> : <WhatDiscardDoes hold={hold} decision={decision} />}
      <div className={classes.foot}>
        <Button
          variant={decision === 'confirm' ? 'outline' : 'filled'}
          {...(decision === 'confirm' && { 'data-danger': true })}
          loading={settle.isPending}
          onClick={() => settle.mutate()}
        >
          {decision === 'confirm' ? 'Publish it' : decision === 'discard' ? 'Discard it' : 'Discard and sync'}
        </Button>
        <Button onClick={onClose}>Keep it waiting</Button>
      </div>
    </div>
  );
}

function WhatConfirmDoes({ hold }: { hold: Hold }) {
  const { identities, grants } = hold;
  return (
    <p>
      Run #{hold.runNumber} is published exactly as it was read:{' '}
      <strong>
        {counted(identities.removed, 'identity vanishes', 'identities vanish')} and{' '}
        {counted(grants.removed, 'grant is', 'grants are')} shown as removed
      </strong>{' '}
      from then on. Nothing is changed in AWS. The history keeps how it was; this can’t be taken back.
    </p>
  );
}

function WhatDiscardDoes({ hold, decision }: { hold: Hold; decision: HoldDecision }) {
  return (
    <p>
      What run #{hold.runNumber} read is dropped, and pages go on to show what was known before.{' '}
      {decision === 'discard'
        ? 'The next sync reads AWS anew; if as much would vanish again, it waits too.'
        : 'AWS is then read anew at once; if as much would vanish again, that sync waits too.'}
    </p>
  );
}
