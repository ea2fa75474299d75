import type { Failpoint, Failpoints } from '../../core/access/provisioning-ports.ts';

/**
 * Kills this process, as hard as a power cut, when it reaches the named point for the first time: for tests of what is
 * left behind (PRV-2). Configuration allows a name in the demo only; without one nothing ever happens here.
 */
export const failpoints = (name: Failpoint | null): Failpoints => ({
  async reach(point) {
    if (point !== name) return;
    process.kill(process.pid, 'SIGKILL');
    // The signal ends the process before anything else runs; this promise makes sure that nothing does.
    await new Promise(() => {});
  },
});
