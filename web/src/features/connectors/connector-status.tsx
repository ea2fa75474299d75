import type { Connector } from '../../api/types.ts';
import { Badge, type Sign, Status } from '../../ui/status/status.tsx';

const signs: Record<Connector['status'], [Sign, string]> = {
  'not-connected': ['off', 'Not connected'],
  syncing: ['working', 'Syncing'],
  connected: ['pass', 'Connected'],
  error: ['fail', 'Error'],
  paused: ['paused', 'Paused'],
  held: ['held', 'Held'],
};

/** The state of a connector; what must be noticed is a badge, the rest icon and plain text (CON-8). */
export function ConnectorStatus({
  status,
  deletedAt = null,
}: Pick<Connector, 'status'> & Partial<Pick<Connector, 'deletedAt'>>) {
  if (deletedAt !== null) return <Badge sign="off">Deleted</Badge>;
  const [sign, word] = signs[status];
  if (status === 'error')
    return (
      <Badge tone="bad" sign={sign}>
        {word}
      </Badge>
    );
  if (status === 'held')
    return (
      <Badge tone="warn" sign={sign}>
        {word}
      </Badge>
    );
  if (status === 'not-connected' || status === 'paused') return <Badge sign={sign}>{word}</Badge>;
  return <Status sign={sign}>{word}</Status>;
}
