import type { Call } from '../../call.ts';

const DELAY_MS = 2_000;

/** How long a report takes. AWS publishes no time; who wants assignments at once wants reports at once. */
export function reportDelayMs({ settings }: Call): number {
  return Math.min(DELAY_MS, settings.assignmentDelayMs ?? DELAY_MS);
}
