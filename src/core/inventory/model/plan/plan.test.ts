import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseStrategy } from './choose-strategy.ts';
import { completenessCalls, nextInTurn } from './completeness.ts';
import type { Alternative, Strategy } from './decision.ts';
import { estimateCalls } from './estimate-calls.ts';
import type { KnownCounts } from './known-counts.ts';
import { createProjection } from './projection.ts';
import { spreadOrder } from './spread-order.ts';

const strategies: Strategy[] = [
  'by-group',
  'by-user',
  'by-aws-account',
  'by-permission-set',
  'by-pair',
  'by-principal',
];
const none = Object.fromEntries(strategies.map((strategy) => [strategy, 0])) as KnownCounts['furtherPages'];
const things = { awsAccounts: 500, permissionSets: 150, users: 3000, groups: 600, pairs: 10_000 };

describe('the choice', () => {
  const anyAlternative = fc.record({
    strategy: fc.constantFrom(...strategies),
    operation: fc.constant('sso:List'),
    estimatedCalls: fc.nat({ max: 1000 }),
    obstacle: fc.constantFrom(null, null, 'denied'),
  });
  const anyAlternatives = fc
    .uniqueArray(anyAlternative, { selector: ({ strategy }) => strategy, minLength: 1 })
    .filter((all) => all.some(({ obstacle }) => obstacle === null));

  it('is the least of what is possible, and of equals the first', () => {
    fc.assert(
      fc.property(anyAlternatives, (alternatives) => {
        const decision = chooseStrategy('pairs', alternatives, { basis: 'listed' });
        const possible = alternatives.filter(({ obstacle }) => obstacle === null);
        const least = Math.min(...possible.map(({ estimatedCalls }) => estimatedCalls));
        expect(decision.chosen).toBe(possible.find(({ estimatedCalls }) => estimatedCalls === least)?.strategy);
        expect(decision.estimatedCalls).toBe(least);
        expect(decision.alternatives.filter(({ outcome }) => outcome === 'chosen')).toHaveLength(1);
        expect(decision.alternatives.filter(({ outcome }) => outcome === 'not-possible').length).toBe(
          alternatives.length - possible.length,
        );
      }),
    );
  });

  it('says what each way would have cost, and what stands in its way', () => {
    const ways: Alternative[] = [
      { strategy: 'by-pair', operation: 'sso:ListAccountAssignments', estimatedCalls: 10_000, obstacle: null },
      { strategy: 'by-principal', operation: 'sso:P', estimatedCalls: 3600, obstacle: 'AWS refused sso:P.' },
    ];
    const decision = chooseStrategy('assignments', ways, {
      basis: 'listed',
      refusedAction: 'sso:P',
      because: 'Refused.',
    });
    expect(decision).toMatchObject({ chosen: 'by-pair', refusedAction: 'sso:P' });
    expect(decision.reason).toBe('Refused. By pair is the one way there is.');
    expect(decision.alternatives.map(({ why }) => why)).toEqual(['The fewest calls.', 'AWS refused sso:P.']);
  });
});

describe('an estimate', () => {
  it('is one call for each, before anything was read', () => {
    expect(strategies.map((strategy) => estimateCalls(strategy, things, null))).toEqual([
      600, 3000, 500, 150, 10_000, 3600,
    ]);
  });

  it('is exact as long as nothing changed, and grows with what there is', () => {
    const known: KnownCounts = { ...things, furtherPages: { ...none, 'by-principal': 2525, 'by-group': 10 } };
    expect(estimateCalls('by-principal', things, known)).toBe(6125);
    expect(estimateCalls('by-principal', { ...things, users: 6600 }, known)).toBe(7200 + 5050);
    expect(estimateCalls('by-group', { ...things, groups: 0 }, known)).toBe(0);
  });

  it('is never below one call for each', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...strategies),
        fc.nat(5000),
        fc.nat(5000),
        fc.nat(9000),
        (strategy, now, before, more) => {
          const all = (n: number) => ({ awsAccounts: n, permissionSets: n, users: n, groups: n, pairs: n });
          const known = { ...all(before), furtherPages: { ...none, [strategy]: more } };
          expect(estimateCalls(strategy, all(now), known)).toBeGreaterThanOrEqual(
            estimateCalls(strategy, all(now), null),
          );
        },
      ),
    );
  });
});

describe('a projection', () => {
  const played = (pagesOf: (unit: number) => number, units: number, other: number, atOnce = 8) => {
    const projection = createProjection(units);
    for (let from = 0; from < units; from += atOnce) {
      const batch = Array.from({ length: Math.min(atOnce, units - from) }, (_, i) => pagesOf(from + i));
      for (const _ of batch) projection.begin();
      for (let page = 0; page < Math.max(...batch); page++)
        for (const pages of batch) {
          if (page >= pages) continue;
          if (projection.isDearerThan(other)) return projection.calls();
          projection.called(page);
          if (page === pages - 1) projection.finish(pages);
        }
    }
    return null;
  };

  it('ends a strategy that costs ten times the other within a hundred calls', () => {
    expect(played(() => 40, 3600, 10_000)).toBeLessThan(100);
    expect(played((unit) => 5 + (unit % 30), 3600, 10_000)).toBeLessThan(150);
  });

  it('ends one that is a fifth dearer before it has read much', () => {
    expect(played((unit) => (unit % 5 < 3 ? 6 : 7), 600, 3000)).toBeLessThan(300);
  });

  it('never ends one that is as cheap as it was said to be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 9 }), (units, pages) => {
        expect(played(() => pages, units, units * pages)).toBeNull();
      }),
    );
  });

  it('does not take a few large units for all', () => {
    expect(played((unit) => (unit < 3 ? 10 : 1), 1000, 3000)).toBeNull();
  });
});

describe('the turn of things', () => {
  it('comes round to each of them before the first comes again', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.integer({ min: 1, max: 5 }), (ids, count) => {
        const seen: string[] = [];
        let last: string | undefined;
        while (seen.length < ids.length) {
          const turn = nextInTurn(ids, last, count);
          last = turn.at(-1);
          seen.push(...turn);
        }
        expect(new Set(seen.slice(0, ids.length)).size).toBe(ids.length);
      }),
    );
  });

  it('goes on where it was when things came and went', () => {
    expect(nextInTurn(['a', 'c', 'd'], 'b', 2)).toEqual(['c', 'd']);
    expect(nextInTurn(['a', 'b'], 'z', 1)).toEqual(['a']);
    expect(nextInTurn(['a'], 'a', 3)).toEqual(['a']);
  });
});

describe('a second look', () => {
  it('has a twentieth of the calls: to list the pairs, and a sample with the rest', () => {
    expect(completenessCalls(4248, 206)).toEqual({ listing: 206, sample: 6 });
    expect(completenessCalls(4248, 500)).toEqual({ listing: 169, sample: 43 });
    expect(completenessCalls(4248, 212)).toEqual({ listing: 212, sample: 1 });
    expect(completenessCalls(10, 3)).toEqual({ listing: 1, sample: 1 });
  });

  it('never takes more than that, but for a call each, and never leaves out either', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 5000 }), (reading, listing) => {
        const calls = completenessCalls(reading, listing);
        expect(calls.listing).toBeGreaterThan(0);
        expect(calls.listing).toBeLessThanOrEqual(listing);
        expect(calls.sample).toBeGreaterThan(0);
        expect(calls.listing + calls.sample).toBeLessThanOrEqual(Math.floor(reading / 20) + 2);
      }),
    );
  });
});

it('the spread order is the same for the same ids, whatever order they come in, and keeps each once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid()), (ids) => {
      const ordered = spreadOrder(ids);
      expect(spreadOrder(ids.toReversed())).toEqual(ordered);
      expect(ordered.toSorted()).toEqual(ids.toSorted());
    }),
  );
});
