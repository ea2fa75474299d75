import type { AccessRequest, Lease } from '../../../api/types.ts';
import { momentWords } from '../../../ui/text/time.tsx';
import { statusNow } from './lease-status.ts';
import { deciderWords, namesWords, stepLabels } from './step-words.ts';

export interface ProgressPoint {
  id: string;
  label: string;
  state: 'done' | 'now' | 'working' | 'todo' | 'failed' | 'off';
  /** The same point as a heading with a note below it. */
  heading: string;
  note: string;
  /** Since when this point is the current one. */
  since: string | null;
}
type Request = Pick<
  AccessRequest,
  'status' | 'steps' | 'lease' | 'createdAt' | 'decidedAt' | 'extendsLeaseId' | 'startsAt'
>;

/** The line from "sent" to "active" (REQ-6): what was done, who has it now, what is still to come. */
export function progressOf(request: Request): ProgressPoint[] {
  const sent = point('sent', 'Sent', 'done', { note: momentWords(request.createdAt) });
  return [sent, ...stepPoints(request), ...lastPoints(request)];
}

/** Where it stands, in one point: what failed, what is at work or waits, otherwise the end of the line. */
export function currentPoint(points: readonly ProgressPoint[]): ProgressPoint | undefined {
  return points.find(({ state }) => state === 'failed' || state === 'now' || state === 'working') ?? points.at(-1);
}

const point = (
  id: string,
  label: string,
  state: ProgressPoint['state'],
  more: Partial<Pick<ProgressPoint, 'heading' | 'note' | 'since'>> = {},
): ProgressPoint => ({ id, label, state, heading: label, note: '', since: null, ...more });

function stepPoints({ steps, status, createdAt }: Request): ProgressPoint[] {
  if (steps.length === 0) return [point('policy', 'By policy', 'done', { note: 'nobody had to be asked' })];
  const points: ProgressPoint[] = [];
  let since = createdAt;
  for (const step of steps) {
    const found = stepPoint(step, status, since);
    if (found) points.push(found);
    since = step.decisions.at(-1)?.at ?? since;
  }
  return points;
}

function stepPoint(step: Request['steps'][number], status: Request['status'], since: string): ProgressPoint | null {
  const id = `step-${step.step}`;
  const heading = stepLabels[step.kind];
  const names = namesWords(step.candidates.map(({ name }) => name));
  const last = step.decisions.at(-1);
  const by = last ? `${deciderWords(last)}, ${momentWords(last.at)}` : names;
  if (step.status === 'approved') return point(id, heading, 'done', { note: by });
  if (step.status === 'denied')
    return point(id, `Denied by ${last?.person.name ?? heading}`, 'failed', {
      heading: `${heading}: denied`,
      note: by,
    });
  if (status !== 'pending' || step.status === 'not-needed') return null;
  if (step.status === 'waiting') return point(id, heading, 'todo', { note: names });
  const left = step.needed - step.decisions.length;
  const whom = left > 1 ? `${left} of ${names}` : names;
  return point(id, whom, 'now', { heading, note: whom, since });
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
  const { status, extendsLeaseId, decidedAt } = request;
  if (status === 'denied') return [];
  const note = decidedAt ? momentWords(decidedAt) : '';
  if (status === 'cancelled') return [point('end', 'Cancelled', 'off', { note })];
  if (status === 'expired') return [point('end', 'Nobody decided in time', 'failed', { note })];
  if (status === 'pending') return [point('end', extendsLeaseId ? 'Extended' : 'Active', 'todo')];
  return [extendsLeaseId ? point('end', 'Extended', 'done', { note }) : leasePoint(request.lease)];
}

function leasePoint(lease: Request['lease']): ProgressPoint {
  if (!lease) return point('end', 'Activating', 'working');
  if (lease.manualTaskId && lease.status === 'activating')
    return point('end', 'By hand, by an owner', 'now', { heading: 'Active', note: 'an owner does it by hand' });
  if (lease.failure && lease.status !== 'failed')
    return point('end', 'Stuck in AWS', 'failed', {
      since: lease.failure.since,
      note: `since ${momentWords(lease.failure.since)}`,
    });
  const status = statusNow(lease);
  const [label, state] = leasePoints[status];
  const words = status === 'scheduled' ? `Starts ${momentWords(lease.startsAt)}` : label;
  return point('end', words, state, { heading: label, note: leaseNote(lease, status) });
}

function leaseNote({ startsAt, endsAt, endedAt }: Lease, status: Lease['status']): string {
  if (status === 'scheduled') return `starts ${momentWords(startsAt)}`;
  if (status === 'active') return `until ${momentWords(endsAt)}`;
  if (status === 'ended') return endedAt ? momentWords(endedAt) : '';
  return status === 'failed' ? 'nothing was given' : 'AWS is at work';
}
