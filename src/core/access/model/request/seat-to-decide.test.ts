import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../../shared/ids.ts';
import { Refusal } from '../../../shared/refusal.ts';
import type { AccessRequest, ApprovalStep, StepDecision } from './access-request.ts';
import { approve } from './approve.ts';
import { type Decider, involvedIn, seatToDecide } from './seat-to-decide.ts';

const id = (name: string) => `per_${name}` as PersonId;
const everybody = ['r', 's', 'a', 'b', 'c', 'd', 'e'].map(id);
const [r, s, a, b, c, d] = everybody as [PersonId, PersonId, PersonId, PersonId, PersonId, PersonId];
const now = '2026-11-24T12:00:00.000Z';

const stepOf = (step: number, candidates: readonly PersonId[], more: Partial<ApprovalStep> = {}): ApprovalStep => ({
  step,
  kind: 'named-people',
  status: 'open',
  needed: 1,
  candidates: candidates.map((personId) => ({ personId, via: 'named by the policy', originId: personId })),
  decisions: [],
  ...more,
});
const by = (personId: PersonId, inSteadOf: PersonId | null = null): StepDecision => ({
  personId,
  inSteadOf,
  decision: 'approve',
  reason: null,
  minutes: null,
});
const requestOf = (...steps: ApprovalStep[]): AccessRequest => ({
  ...({ id: 'req_1', number: 1, identityId: 1, connectorId: 'con_1', policyRevision: 1 } as unknown as AccessRequest),
  requesterId: r,
  personId: s,
  entitlement: { kind: 'group-member', targetId: 1, permissionSetId: null },
  durationMinutes: 60,
  startsAt: null,
  reason: 'To read',
  extendsLeaseId: null,
  status: 'pending',
  grantedMinutes: null,
  createdAt: '2026-11-24T11:00:00.000Z',
  expiresAt: '2026-11-27T11:00:00.000Z',
  version: 1,
  steps,
});
const deciderOf = (personId: PersonId, actsFor: PersonId[] = [], more: Partial<Decider> = {}): Decider => ({
  personId,
  actsFor,
  excluded: new Set(),
  stillHas: () => true,
  ...more,
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};
const seatOf = (request: AccessRequest, decider: Decider) => {
  const { step, inSteadOf } = seatToDecide(request, decider, now);
  return [step.step, inSteadOf];
};

describe('the seat that somebody may decide', () => {
  it('is their own first, then that of somebody for whom they act', () => {
    const request = requestOf(stepOf(1, [a, b]));
    expect(seatOf(request, deciderOf(a))).toEqual([1, null]);
    expect(seatOf(request, deciderOf(a, [b]))).toEqual([1, null]);
    expect(seatOf(request, deciderOf(d, [b, a]))).toEqual([1, a]);
    expect(codeOf(() => seatOf(request, deciderOf(d)))).toBe('not-an-approver');
    expect(codeOf(() => seatOf(request, deciderOf(d, [c])))).toBe('not-an-approver');
  });

  it('is taken once: who is away and their delegate never fill two of several, nor does one delegate of two', () => {
    const two = (...decisions: StepDecision[]) => requestOf(stepOf(1, [a, b, c], { needed: 2, decisions }));
    expect(codeOf(() => seatOf(two(by(a)), deciderOf(d, [a])))).toBe('already-decided');
    expect(codeOf(() => seatOf(two(by(d, a)), deciderOf(a)))).toBe('already-decided');
    expect(codeOf(() => seatOf(two(by(d, a)), deciderOf(d, [a, b])))).toBe('already-decided');
    expect(codeOf(() => seatOf(two(by(d, a)), deciderOf(a, [b])))).toBe('already-decided');
    expect(seatOf(two(by(d, a)), deciderOf(b))).toEqual([1, null]);
    expect(seatOf(two(by(a)), deciderOf(d, [a, b]))).toEqual([1, b]);
  });

  it('is nobody’s who acts for the requester or whom it is for, and nobody stands in for such a one', () => {
    const request = requestOf(stepOf(1, [a, b]));
    const excluded = new Set([a]);
    expect(codeOf(() => seatOf(request, deciderOf(a, [], { excluded })))).toBe('acts-for-requester');
    expect(codeOf(() => seatOf(request, deciderOf(a, [b], { excluded })))).toBe('acts-for-requester');
    expect(codeOf(() => seatOf(request, deciderOf(d, [a], { excluded })))).toBe('acts-for-requester');
    expect(codeOf(() => seatOf(request, deciderOf(r, [a, b])))).toBe('self-approval');
    expect(codeOf(() => seatOf(request, deciderOf(s, [a, b])))).toBe('self-approval');
  });

  it('is that of somebody who still has what they were asked for', () => {
    const request = requestOf(stepOf(1, [a, b]));
    const stillHas = ({ personId }: { personId: PersonId }) => personId === b;
    expect(codeOf(() => seatOf(request, deciderOf(a, [], { stillHas })))).toBe('not-an-approver');
    expect(codeOf(() => seatOf(request, deciderOf(d, [a], { stillHas })))).toBe('not-an-approver');
    expect(seatOf(request, deciderOf(a, [b], { stillHas }))).toEqual([1, b]);
  });

  it('is another person’s than in the steps before, counting who was stood in for, while enough others are left', () => {
    const first = stepOf(1, [a], { status: 'approved', decisions: [by(d, a)] });
    const request = requestOf(first, stepOf(2, [a, b, d]));
    for (const decider of [deciderOf(a), deciderOf(d), deciderOf(d, [b]), deciderOf(c, [a])])
      expect(codeOf(() => seatOf(request, decider))).toBe('approver-must-differ');
    expect(seatOf(request, deciderOf(b))).toEqual([2, null]);
    expect(seatOf(requestOf(first, stepOf(2, [a])), deciderOf(a))).toEqual([2, null]);
    // Who acts for the requester is not left to decide.
    expect(seatOf(request, deciderOf(d, [], { excluded: new Set([b]) }))).toEqual([2, null]);
  });

  it('whatever the people and delegations, no decision breaks a rule', () => {
    const some = fc.uniqueArray(fc.constantFrom(...everybody), { maxLength: 5 });
    const tries = fc.array(fc.record({ who: fc.constantFrom(...everybody), actsFor: some }), { maxLength: 10 });
    const steps = fc.array(fc.record({ people: some, needed: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(steps, some, tries, (asked, excludedIds, moves) => {
        const excluded = new Set<string>(excludedIds);
        const request = requestOf(
          ...asked.map(({ people, needed }, index) =>
            stepOf(index + 1, people, { needed, status: index === 0 ? 'open' : 'waiting' }),
          ),
        );
        for (const { who, actsFor } of moves) {
          try {
            const { step, inSteadOf, isStepDone, next } = approve(
              request,
              deciderOf(who, actsFor, { excluded }),
              null,
              now,
            );
            const together = inSteadOf === null ? [who] : [who, inSteadOf];
            expect(together.filter((each) => each === r || each === s || excluded.has(each))).toEqual([]);
            expect(together.filter((each) => involvedIn(step.decisions).has(each))).toEqual([]);
            expect(step.candidates.map(({ personId }) => personId)).toContain(inSteadOf ?? who);
            if (inSteadOf) expect(actsFor).toContain(inSteadOf);
            step.decisions.push(by(who, inSteadOf));
            if (isStepDone) step.status = 'approved';
            if (next) next.status = 'open';
            else if (isStepDone) break;
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
        }
        for (const { status, needed, decisions } of request.steps)
          if (status === 'approved')
            expect(new Set(decisions.map(({ personId, inSteadOf }) => inSteadOf ?? personId)).size).toBe(needed);
      }),
      { numRuns: 500 },
    );
  });
});
