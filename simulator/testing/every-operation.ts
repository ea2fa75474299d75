import { SERVICES } from '../services/services.ts';
import type { Simulator } from '../start.ts';

/** By the simulator's own count: the service's operations that were left out, or failed. */
export function unansweredOperations(simulator: Simulator, id: string): string[] {
  const operations = SERVICES.find((service) => service.id === id)?.operations;
  if (!operations?.length) throw new Error(`there is no service ${id}`);
  return operations.flatMap(({ name }) => {
    const { calls, failed } = simulator.counters.of(id, name);
    return calls > 0 && failed === 0 ? [] : [`${name}: ${calls} calls, ${failed} failed`];
  });
}
