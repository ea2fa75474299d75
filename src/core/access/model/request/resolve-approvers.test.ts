import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../shared/refusal.ts';
import type { Approver } from '../policy/policy-form.ts';
import { type Approvers, canAllDiffer, type ResolvedStep, resolveApprovers } from './resolve-approvers.ts';

const people = ['a', 'b', 'c', 'd', 'e'];
const some = fc.uniqueArray(fc.constantFrom(...people), { maxLength: 4 });
const step: fc.Arbitrary<Approver> = fc.oneof(
  fc.constant<Approver>({ kind: 'manager' }),
  fc.constant<Approver>({ kind: 'application-owner' }),
  fc
    .record({
      personIds: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 4 }),
      needed: fc.integer({ min: 1, max: 3 }),
    })
    .map((named): Approver => ({ kind: 'named-people', ...named })),
);
const around: fc.Arbitrary<Approvers> = fc.record({
  managerId: fc.option(fc.constantFrom(...people)),
  applicationName: fc.constant('AWS'),
  applicationOwnerIds: some,
  superAdministratorIds: some,
  activeNamedIds: some.map((ids) => new Set(ids)),
});
const resolve = (
  steps: readonly Approver[],
  approvers: Approvers,
  excluded: ReadonlySet<string>,
): ResolvedStep[] | Refusal => {
  try {
    return resolveApprovers(steps, approvers, excluded);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
};
/** Every choice of people for every seat, tried out. */
const canDifferBruteForce = (seats: string[][], taken: string[] = []): boolean => {
  const [first, ...rest] = seats;
  if (!first) return true;
  return first.some((id) => !taken.includes(id) && canDifferBruteForce(rest, [...taken, id]));
};
const seatsOf = (steps: readonly ResolvedStep[]) =>
  steps.flatMap(({ needed, candidates }) =>
    Array.from({ length: needed }, () => candidates.map(({ personId }) => personId)),
  );

describe('approvers', () => {
  it('are never the requester nor the person it is for, enough for each step, and each once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 4 }), around, some, (steps, approvers, excluded) => {
        const resolved = resolve(steps, approvers, new Set(excluded));
        if (resolved instanceof Refusal) return;
        for (const { needed, candidates } of resolved) {
          const ids = candidates.map(({ personId }) => personId);
          expect(ids.filter((id) => excluded.includes(id))).toEqual([]);
          expect(ids.length).toBeGreaterThanOrEqual(needed);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
    );
  });

  it('can all differ whenever own approvers and fallbacks together allow it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3 }), around, some, (steps, approvers, excluded) => {
        const resolved = resolve(steps, approvers, new Set(excluded));
        if (resolved instanceof Refusal) return;
        const fallbacks = [...approvers.applicationOwnerIds, ...approvers.superAdministratorIds].filter(
          (id) => !excluded.includes(id),
        );
        const widest = seatsOf(resolved).map((seat) => [...new Set([...seat, ...fallbacks])]);
        expect(canAllDiffer(resolved)).toBe(canDifferBruteForce(seatsOf(resolved)));
        expect(canAllDiffer(resolved)).toBe(canDifferBruteForce(widest));
      }),
    );
  });

  it('refused only when the step has too few people even with the fallbacks', () => {
    fc.assert(
      fc.property(step, around, some, (one, approvers, excluded) => {
        const resolved = resolve([one], approvers, new Set(excluded));
        const own =
          one.kind === 'manager'
            ? [approvers.managerId]
            : one.kind === 'application-owner'
              ? approvers.applicationOwnerIds
              : one.personIds.filter((id) => approvers.activeNamedIds.has(id));
        const all = new Set([...own, ...approvers.applicationOwnerIds, ...approvers.superAdministratorIds]);
        const left = [...all].filter((id) => id !== null && !excluded.includes(id)).length;
        const needed = one.kind === 'named-people' ? one.needed : 1;
        expect(resolved instanceof Refusal).toBe(left < needed);
        if (resolved instanceof Refusal) expect([resolved.code, resolved.facts.step]).toEqual(['no-approver', 1]);
      }),
    );
  });
});
