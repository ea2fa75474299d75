import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease } from '../../../../contract/leases.ts';
import { leaseRoutes } from '../../../../contract/leases.ts';
import { type AccessRequest, requestRoutes } from '../../../../contract/requests.ts';
import type { Received } from '../../client/client.ts';
import { NotVerified } from '../../failures.ts';
import { moment } from '../../output/printable.ts';
import type { Run } from '../leaf.ts';
import { leaseLine } from './request-text.ts';

const POLL_MS = 1000;

/** Where a request stands, as one line of progress. */
function standing({ status, steps, lease }: AccessRequest): string {
  if (lease) return lease.failure ? `${leaseLine(lease)}: ${lease.failure.message}` : leaseLine(lease);
  const open = steps.find((step) => step.status === 'open');
  return open ? `${status}: waits for ${open.candidates.map(({ name }) => name).join(' or ')}` : status;
}

/** What the AWS side still does after a decision; a start that lies ahead is not waited for. */
const isSettled = ({ status, lease, startsAt }: AccessRequest): boolean => {
  if (status === 'pending') return false;
  if (status !== 'approved') return true;
  if (lease?.status === 'scheduled') return startsAt !== null && Date.parse(startsAt) > Date.now() + POLL_MS;
  return lease !== null && lease.status !== 'activating';
};

/** Follows a request until its access is active, or until that is out of reach: then the exit code is 3. */
export async function waitForAccess(run: Run, id: string): Promise<Received<AccessRequest>> {
  let said = '';
  for (;;) {
    const received = await run.client.call(requestRoutes.get, { params: { id } });
    const now = standing(received.value);
    if (now !== said) run.note(`${new Date().toISOString().slice(11, 19)}  ${now}`);
    said = now;
    if (isSettled(received.value)) return received;
    await sleep(POLL_MS);
  }
}

/** Throws when what was waited for did not come. */
export function requireActive({ number, status, lease, startsAt }: AccessRequest): void {
  if (lease?.status === 'active') return;
  if (status === 'approved' && lease?.status === 'scheduled' && startsAt !== null) return;
  throw new NotVerified(
    status === 'approved'
      ? `The access is ${lease?.status ?? 'not there'}${lease?.failure ? `: ${lease.failure.message}` : ''}.`
      : `The request was ${status}.`,
    `countersign requests show ${number} says why.`,
  );
}

/** Follows a lease until AWS no longer has it. */
export async function waitForEnd(run: Run, id: string): Promise<Received<Lease>> {
  let said = '';
  for (;;) {
    const received = await run.client.call(leaseRoutes.lease, { params: { id } });
    const now = leaseLine(received.value);
    if (now !== said) run.note(`${moment(new Date().toISOString()).slice(11)}  ${now}`);
    said = now;
    if (['ended', 'failed'].includes(received.value.status)) return received;
    await sleep(POLL_MS);
  }
}
