import type { AccessRequest } from '../../../api/types.ts';
import { Badge, type Sign, Status } from '../../../ui/status/status.tsx';
import { currentPoint, type ProgressPoint, progressOf } from './progress.ts';

const signs: Record<ProgressPoint['state'], Sign> = {
  done: 'pass',
  now: 'waiting',
  working: 'working',
  todo: 'off',
  failed: 'fail',
  off: 'not-granted',
};

/** Where a request stands, in a few words: "Waits for Ingrid Solheim", "Active", "Denied by Mei-Lin Zhou". */
export function RequestState({ request }: { request: AccessRequest }) {
  const point = currentPoint(progressOf(request));
  if (!point) return null;
  if (point.state === 'failed')
    return (
      <Badge tone="bad" sign="fail">
        {point.label}
      </Badge>
    );
  const waits = request.status === 'pending' && point.state === 'now';
  return <Status sign={signs[point.state]}>{waits ? `Waits for ${point.label}` : point.label}</Status>;
}
