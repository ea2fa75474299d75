import { type AuditCheckpoint, checkpointText } from '../model/audit-chain.ts';
import { currentKey, signerOf } from '../signing/current-key.ts';
import type { CheckpointPorts } from './ports.ts';
import { requireUnaltered } from './require-unaltered.ts';

export interface CheckpointAudit {
  /** None is made sooner than this after the last, so that a busy log has not as many checkpoints as entries. */
  everyMs: number;
}

/**
 * Signs how far the chain goes, where it has grown since the last checkpoint (SEC-3): whoever rewrites the log afterwards
 * needs the key to hide it. Answers null where there is nothing to sign or no key to sign with. Throws AuditAltered.
 */
export const checkpointAudit = async (
  ports: CheckpointPorts,
  { everyMs }: CheckpointAudit,
): Promise<AuditCheckpoint | null> => {
  if (ports.signer === null) return null;
  return ports.transact(async (unit) => {
    await unit.auditSeal.takeTurn();
    const [head, newest] = [await unit.auditSeal.head(), await unit.auditSeal.newestCheckpoint()];
    if (head.count === 0 || head.count === newest?.count) return null;
    const at = await ports.clock.now();
    if (newest && Date.parse(at) - Date.parse(newest.at) < everyMs) return null;
    await requireUnaltered(unit.auditSeal);
    const key = await currentKey(ports, unit, at);
    const unsigned = { count: head.count, head: head.hash, at, keyId: key.id };
    const checkpoint = { ...unsigned, signature: signerOf(ports).signText(key, checkpointText(unsigned)) };
    await unit.auditSeal.addCheckpoint(checkpoint);
    return checkpoint;
  });
};
