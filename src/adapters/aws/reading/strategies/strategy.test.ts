import { expect, it } from 'vitest';
import type { Strategy } from '../../../../core/inventory/model/plan/decision.ts';
import { countedPart, type Reading } from '../reading.ts';
import { decideWay, type Way } from './strategy.ts';

/** A worker that dies before its call number `killedAt`; what it had finished is in `parts` for the next. */
function startWorker(parts: Map<string, unknown>, killedAt: number) {
  let calls = 0;
  const sink = {
    plan() {},
    async log() {},
    async decided() {},
    async part(key: string, read: () => Promise<unknown>) {
      if (!parts.has(key)) parts.set(key, await read());
      return parts.get(key);
    },
  };
  const reading = { sink, known: {}, concurrency: 1 } as unknown as Reading;
  const wayOf = (strategy: Strategy, units: number, callsOfEach: number): Way => {
    const done = new Set<string>();
    const left = () => Array.from({ length: units }, (_, n) => `${strategy} ${n}`).filter((unit) => !done.has(unit));
    return {
      strategy,
      operation: strategy,
      isOptional: false,
      obstacle: null,
      units: left,
      estimatedCalls: () => left().length,
      async read(unit, page) {
        const { calls: taken } = await countedPart(reading, unit, page, async (counted) => {
          for (let call = 0; call < callsOfEach; call += 1) {
            counted();
            if (++calls === killedAt) throw new Error('killed');
          }
        });
        done.add(unit);
        return taken;
      },
    };
  };
  const ways = [wayOf('by-group', 100, 3), wayOf('by-user', 120, 1)];
  return {
    calls: () => calls,
    async read() {
      const { carryOut } = await decideWay(reading, 'memberships', ways, { basis: 'listed' });
      return (await carryOut()).strategy;
    },
  };
}

it('who goes on for a killed worker knows what the units read before had cost, and goes over where that one had', async () => {
  const whole = startWorker(new Map(), 0);
  expect(await whole.read()).toBe('by-user');

  const parts = new Map<string, unknown>();
  const killed = startWorker(parts, whole.calls() - 20);
  await expect(killed.read()).rejects.toThrow('killed');
  const heir = startWorker(parts, 0);
  expect(await heir.read()).toBe('by-user');
  // The call that the kill cut off is made once more.
  expect(killed.calls() + heir.calls()).toBe(whole.calls() + 1);
});
