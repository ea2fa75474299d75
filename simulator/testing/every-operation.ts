import { expect } from 'vitest';
import { SERVICES } from '../services/services.ts';
import type { Simulator } from '../start.ts';

/** By the simulator's own count: none of the service's operations was left out, none failed. */
export function expectAllAnswered(simulator: Simulator, id: string): void {
  const operations = SERVICES.find((service) => service.id === id)?.operations ?? [];
  expect(operations.length).toBeGreaterThan(0);
  for (const { name } of operations) {
    const { calls, failed } = simulator.counters.of(id, name);
    expect({ name, called: calls > 0, failed }).toEqual({ name, called: true, failed: 0 });
  }
}
