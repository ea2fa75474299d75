import { describe, expect, it } from 'vitest';
import type { AccessRequest, Lease } from '../../../api/types.ts';
import { progressOf } from './progress.ts';

type Steps = AccessRequest['steps'];
const person = (name: string) => ({ id: `per_${name.toLowerCase()}`, name, via: 'manager' });
const step = (part: Partial<Steps[number]>): Steps[number] => ({
  step: 1,
  kind: 'manager',
  status: 'open',
  needed: 1,
  candidates: [person('Ingrid')],
  decisions: [],
  ...part,
});
const request = (part: Partial<AccessRequest>) =>
  progressOf({
    status: 'pending',
    steps: [step({})],
    lease: null,
    createdAt: '2026-11-24T14:00:00Z',
    decidedAt: null,
    extendsLeaseId: null,
    startsAt: null,
    ...part,
  }).map(({ label, state }) => `${label}: ${state}`);
const lease = (part: Partial<Lease>) =>
  ({
    status: 'active',
    failure: null,
    manualTaskId: null,
    startsAt: '2026-11-24T14:10:00Z',
    endsAt: '2026-11-24T16:10:00Z',
    endedAt: null,
    ...part,
  }) as Lease;
const approved = [step({ status: 'approved' })];

describe('the progress of a request', () => {
  it('names who has it now, and what is still to come', () => {
    const steps = [
      step({ status: 'approved' }),
      step({ step: 2, kind: 'application-owner', candidates: [person('Kwame'), person('Mei')] }),
    ];
    expect(request({ steps })).toEqual(['Sent: done', 'Manager: done', 'Kwame or Mei: now', 'Active: todo']);
  });

  it('ends with the refusal where it was denied', () => {
    const decisions = [
      { person: person('Ingrid'), decision: 'deny' as const, reason: 'no', minutes: null, at: '2026-11-24T14:05:00Z' },
    ];
    const steps = [step({ status: 'denied', decisions }), step({ step: 2, status: 'not-needed' })];
    expect(request({ status: 'denied', steps })).toEqual(['Sent: done', 'Denied by Ingrid: failed']);
  });

  it('says that the policy approved where nobody was asked', () => {
    expect(request({ status: 'approved', steps: [], lease: lease({ status: 'activating' }) })).toEqual([
      'Sent: done',
      'By policy: done',
      'Activating: working',
    ]);
  });

  it('is never active before the lease is', () => {
    expect(request({ status: 'approved', steps: approved, lease: null }).at(-1)).toBe('Activating: working');
    expect(request({ status: 'approved', steps: approved, lease: lease({}) }).at(-1)).toBe('Active: done');
  });

  it('says when what was asked for later begins, and is at work once that has come', () => {
    const at = (startsAt: string) =>
      request({ status: 'approved', steps: approved, lease: lease({ status: 'scheduled', startsAt }) }).at(-1);
    expect(at('2999-01-01T10:00:00Z')).toMatch(/^Starts 1 Jan 2999/);
    expect(at('2026-01-01T10:00:00Z')).toBe('Activating: working');
  });

  it('does not hide that AWS is stuck, nor that a person carries it out', () => {
    const failure = { code: 'aws-busy', message: '', awsError: null, since: '2026-11-24T14:00:00Z' };
    expect(request({ status: 'approved', steps: approved, lease: lease({ status: 'ending', failure }) }).at(-1)).toBe(
      'Stuck in AWS: failed',
    );
    expect(
      request({
        status: 'approved',
        steps: approved,
        lease: lease({ status: 'activating', manualTaskId: 'tsk_1' }),
      }).at(-1),
    ).toBe('By hand, by an owner: now');
  });
});
