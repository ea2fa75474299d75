import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Connector } from '../../../api/types.ts';
import type { useConnectorAction } from '../use-connector.ts';
import { type HoldDecision, SettleDialog } from './hold/settle-dialog.tsx';

interface ConnectorActionsProps {
  connector: Connector;
  action: ReturnType<typeof useConnectorAction>;
}
/** Before there is a role only one thing helps: going on with the set-up. */
export function ConnectorActions({ connector, action }: ConnectorActionsProps) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState<HoldDecision | null>(null);
  if (!connector.roleArn) {
    return (
      <Button variant="filled" onClick={() => void navigate({ to: `/connectors/${connector.id}/setup` })}>
        Continue set-up
      </Button>
    );
  }
  const isBusy = connector.status === 'syncing' || connector.currentRun !== null;
  const { hold } = connector;
  return (
    <>
      <Button
        leftSection={<IconRefresh size={14} stroke={1.75} aria-hidden />}
        disabled={isBusy || action.isPending}
        onClick={() => (hold ? setAsked('discard-and-sync') : action.mutate('sync'))}
      >
        Sync now
      </Button>
      {connector.isPaused ? (
        <Button
          leftSection={<IconPlayerPlay size={14} stroke={1.75} aria-hidden />}
          disabled={action.isPending}
          onClick={() => action.mutate('resume')}
        >
          Resume
        </Button>
      ) : (
        <Button
          leftSection={<IconPlayerPause size={14} stroke={1.75} aria-hidden />}
          disabled={action.isPending}
          onClick={() => action.mutate('pause')}
        >
          Pause
        </Button>
      )}
      {hold ? <SettleDialog connector={connector} hold={hold} asked={asked} onClose={() => setAsked(null)} /> : null}
    </>
  );
}
