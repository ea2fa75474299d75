import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconExternalLink, IconTerminal2 } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { Lease } from '../../../api/types.ts';
import { useCopy } from '../../../ui/text/copy.tsx';
import type { LeaseDialog } from './use-lease-action.ts';

const LeaseDialogs = lazy(() => import('./lease-dialogs.tsx'));

interface LeaseActionsProps {
  lease: Lease;
  size?: 'xs' | 'sm';
  /** Portal link and CLI profile, where the page does not show them anyway. */
  withUse?: boolean;
}
/** What can be done with a lease: use it, ask for more time, end it. Only what the server allows is offered. */
export function LeaseActions({ lease, size = 'xs', withUse = true }: LeaseActionsProps) {
  const [dialog, setDialog] = useState<LeaseDialog | null>(null);
  const name = lease.entitlement.name;
  const act = (kind: LeaseDialog, label: string) => (
    <Button size={size} aria-label={`${label.replace('…', '')} ${name}`} onClick={() => setDialog(kind)}>
      {label}
    </Button>
  );
  return (
    <>
      {withUse && lease.portalUrl ? <OpenPortal url={lease.portalUrl} name={name} size={size} /> : null}
      {withUse && lease.cliProfile ? <CopyProfile profile={lease.cliProfile} name={name} size={size} /> : null}
      {lease.canExtend ? act('extend', 'Extend…') : null}
      {lease.canGiveBack ? act('give-back', 'Give back…') : null}
      {lease.canRevoke ? (
        <Button
          size={size}
          variant="outline"
          data-danger
          aria-label={`Revoke ${name} of ${lease.person.name}`}
          onClick={() => setDialog('revoke')}
        >
          Revoke…
        </Button>
      ) : null}
      {dialog ? (
        <Suspense fallback={null}>
          <LeaseDialogs dialog={dialog} lease={lease} onClose={() => setDialog(null)} />
        </Suspense>
      ) : null}
    </>
  );
}

interface UseProps {
  name: string;
  size: 'xs' | 'sm';
}
export function OpenPortal({ url, name, size }: UseProps & { url: string }) {
  return (
    <Button
      component="a"
      href={url}
      target="_blank"
      rel="noreferrer"
      size={size}
      aria-label={`Open ${name} in the AWS access portal`}
      leftSection={<IconExternalLink size={14} stroke={1.75} aria-hidden />}
    >
      Open
    </Button>
  );
}

function CopyProfile({ profile, name, size }: UseProps & { profile: string }) {
  const { copied, copy } = useCopy(profile);
  const Icon = copied ? IconCheck : IconTerminal2;
  const label = copied ? 'Copied' : `Copy CLI profile for ${name}`;
  return (
    <Tooltip label={copied ? 'Copied' : 'Copy CLI profile'}>
      <ActionIcon variant="default" size={size === 'xs' ? 24 : 30} aria-label={label} onClick={copy}>
        <Icon size={14} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
