import type { Heartbeat } from '../../core/inventory/sync-connector.ts';

export const timer: Heartbeat = {
  every(periodMs, beat) {
    const handle = setInterval(beat, periodMs);
    return () => clearInterval(handle);
  },
};
