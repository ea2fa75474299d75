import { checkpointAudit } from '../../core/security/audit/checkpoint-audit.ts';
import type { CheckpointPorts, SealPorts, SettledBefore } from '../../core/security/audit/ports.ts';
import { sealAudit } from '../../core/security/audit/seal-audit.ts';
import type { Log } from './start-worker.ts';

/** A checkpoint a minute at most, while the log grows. */
const checkpointEveryMs = 60_000;
/** Each hour the whole log is looked at, not only what is new: for entries that came by a way that nobody thought of. */
const wholeLookEveryMs = 3_600_000;

/** Chains what is new and signs how far the chain goes (SEC-3); `stop` lets the batch under way be committed. */
export const sealAuditJob = (ports: SealPorts & CheckpointPorts, log: Log) => {
  let from: SettledBefore | null = null;
  let lookedAtAllAt = '';
  let isStopping = false;
  let running: Promise<void> | null = null;
  const once = async (): Promise<void> => {
    const now = await ports.clock.now();
    const isDue = lookedAtAllAt === '' || Date.parse(now) - Date.parse(lookedAtAllAt) >= wholeLookEveryMs;
    ({ from } = await sealAudit(ports, { from: isDue ? null : from, isStopping: () => isStopping }));
    if (isDue) lookedAtAllAt = now;
    const auditCheckpoint = await checkpointAudit(ports, { everyMs: checkpointEveryMs });
    if (auditCheckpoint) log.info({ auditCheckpoint }, 'audit log sealed and signed: keep this line to verify by it');
  };
  return {
    run(): Promise<void> {
      running ??= once().finally(() => {
        running = null;
      });
      return running;
    },
    async stop(): Promise<void> {
      isStopping = true;
      await running?.catch(() => undefined);
    },
  };
};
