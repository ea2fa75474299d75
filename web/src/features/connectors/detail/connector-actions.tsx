import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Connector } from '../../../api/types.ts';
import type { useConnectorAction } from '../use-connector.ts';
import { DeleteDialog } from './delete/delete-dialog.tsx';
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
      <>
        <Button variant="filled" onClick={() => void navigate({ to: `/connectors/${connector.id}/setup` })}>
          Continue set-up
        </Button>
        <More connector={connector} />
      </>
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
      <More connector={connector} />
      {hold ? <SettleDialog connector={connector} hold={hold} asked={asked} onClose={() => setAsked(null)} /> : null}
    </>
  );
}

/** What is done seldom, and not by mistake. */
function More({ connector }: { connector: Connector }) {
  const [isDeleting, setDeleting] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More about this connector">
            <IconDots size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            style={{ color: 'var(--cs-bad)' }}
            leftSection={<IconTrash size={15} stroke={1.75} aria-hidden />}
            onClick={() => setDeleting(true)}
          >
            Delete connector…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteDialog connector={connector} isOpen={isDeleting} onClose={() => setDeleting(false)} />
    </>
  );
}
