import type { Heartbeat } from '../../core/inventory/steps/guarded-run.ts';

export const timer: Heartbeat = {
  every(periodMs, beat) {
    const handle = setInterval(beat, periodMs);
    return () => clearInterval(handle);
  },
};
