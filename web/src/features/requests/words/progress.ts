import type { AccessRequest, Lease } from '../../../api/types.ts';
import { momentWords } from '../../../ui/text/time.tsx';
import { namesWords, stepLabels } from './step-words.ts';

export interface ProgressPoint {
  id: string;
  label: string;
  state: 'done' | 'now' | 'working' | 'todo' | 'failed' | 'off';
  /** Since when this point is the current one. */
  since: string | null;
}
type Request = Pick<
  AccessRequest,
  'status' | 'steps' | 'lease' | 'createdAt' | 'decidedAt' | 'extendsLeaseId' | 'startsAt'
>;

/** The line from "sent" to "active" (REQ-6): what was done, who has it now, what is still to come. */
export function progressOf(request: Request): ProgressPoint[] {
  return [point('sent', 'Sent', 'done'), ...stepPoints(request), ...lastPoints(request)];
}

const point = (
  id: string,
  label: string,
  state: ProgressPoint['state'],
  since: string | null = null,
): ProgressPoint => ({
  id,
  label,
  state,
  since,
});

function stepPoints({ steps, status, createdAt }: Request): ProgressPoint[] {
  if (steps.length === 0) return [point('policy', 'By policy', 'done')];
  const points: ProgressPoint[] = [];
  let since = createdAt;
  for (const step of steps) {
    const id = `step-${step.step}`;
    const label = stepLabels[step.kind];
    const last = step.decisions.at(-1);
    if (step.status === 'approved') points.push(point(id, label, 'done'));
    else if (step.status === 'denied') points.push(point(id, `Denied by ${last?.person.name ?? label}`, 'failed'));
    else if (step.status === 'open' && status === 'pending') {
      const left = step.needed - step.decisions.length;
      const names = namesWords(step.candidates.map(({ name }) => name));
      points.push(point(id, left > 1 ? `${left} of ${names}` : names, 'now', since));
    } else if (step.status === 'waiting' && status === 'pending') points.push(point(id, label, 'todo'));
    since = last?.at ?? since;
  }
  return points;
}

const leasePoints: Record<Lease['status'], [label: string, state: ProgressPoint['state']]> = {
  scheduled: ['Scheduled', 'now'],
  activating: ['Activating', 'working'],
  active: ['Active', 'done'],
  ending: ['Ending', 'working'],
  ended: ['Ended', 'off'],
  failed: ['Failed', 'failed'],
};

function lastPoints(request: Request): ProgressPoint[] {
  const { status, lease, extendsLeaseId } = request;
  if (status === 'denied') return [];
  if (status === 'cancelled') return [point('end', 'Cancelled', 'off')];
  if (status === 'expired') return [point('end', 'Nobody decided in time', 'failed')];
  if (status === 'pending') return [point('end', extendsLeaseId ? 'Extended' : 'Active', 'todo')];
  if (extendsLeaseId) return [point('end', 'Extended', 'done')];
  if (!lease) return [point('end', 'Activating', 'working')];
  if (lease.manualTaskId && lease.status === 'activating') return [point('end', 'By hand, by an owner', 'now')];
  if (lease.failure && lease.status !== 'failed') return [point('end', 'Stuck in AWS', 'failed', lease.failure.since)];
  const [label, state] = leasePoints[lease.status];
  const words = lease.status === 'scheduled' ? `Starts ${momentWords(lease.startsAt)}` : label;
  return [point('end', words, state)];
}
