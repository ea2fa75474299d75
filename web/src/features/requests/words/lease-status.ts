import type { Lease } from '../../../api/types.ts';

/** A lease whose start has come is at work already, in the moment before the worker takes it up. */
export function statusNow({ status, startsAt }: Pick<Lease, 'status' | 'startsAt'>, now = Date.now()): Lease['status'] {
  return status === 'scheduled' && Date.parse(startsAt) <= now ? 'activating' : status;
}
