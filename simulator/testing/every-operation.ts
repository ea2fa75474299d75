import { SERVICES } from '../services/services.ts';
import type { Simulator } from '../start.ts';

/** By the simulator's own count: none of the service's operations was left out, none failed. Throws otherwise. */
export function expectAllAnswered(simulator: Simulator, id: string): void {
  const operations = SERVICES.find((service) => service.id === id)?.operations ?? [];
  if (operations.length === 0) throw new Error(`there is no service ${id}`);
  const unanswered = operations.filter(({ name }) => {
    const { calls, failed } = simulator.counters.of(id, name);
    return calls === 0 || failed > 0;
  });
  if (unanswered.length > 0) {
    throw new Error(`not called, or refused: ${unanswered.map(({ name }) => name).join(', ')}`);
  }
}
