import { linksAfter } from '../model/audit-chain.ts';
import type { AuditSealStore, SealPorts, SettledBefore } from './ports.ts';
import { requireUnaltered } from './require-unaltered.ts';

export interface SealAudit {
  /** What the round before answered; null looks at the whole log. */
  from: SettledBefore | null;
  /** Entries of one transaction at most. */
  batchSize?: number;
  /** Asked between batches: true ends the round early, and it answers `from` again. */
  isStopping?: () => boolean;
}
export interface SealedRound {
  sealed: number;
  from: SettledBefore | null;
}

/**
 * Chains every committed entry that is not in the chain yet, batch after batch (SEC-3). The order of the chain is the order
 * of sealing: an entry is due because it is not sealed, whatever its id, so that one committed late is sealed late and never
 * passed over. Each batch is one transaction with the chain to itself: a process that is killed leaves nothing half done,
 * and two of them seal one after the other. Throws AuditAltered rather than go on from a chain that was rewritten.
 */
export const sealAudit = async (ports: SealPorts, command: SealAudit): Promise<SealedRound> => {
  const { from, batchSize = 5000, isStopping = () => false } = command;
  // Asked first: what has ended by then is seen by every look of this round.
  const settledBefore = await ports.transact(({ auditSeal }) => auditSeal.settledBefore());
  // Numbers of transactions only grow, but in a database that was restored elsewhere.
  const isOtherDatabase = from !== null && BigInt(settledBefore) < BigInt(from);
  const lookFrom = isOtherDatabase ? null : from;
  let [sealed, afterId] = [0, 0];
  while (!isStopping()) {
    const look = { afterId, from: lookFrom, limit: batchSize };
    const batch = await ports.transact(({ auditSeal }) => sealBatch(auditSeal, look, ports.crypto));
    sealed += batch.count;
    if (batch.count < batchSize) return { sealed, from: settledBefore };
    afterId = batch.lastId;
  }
  return { sealed, from: lookFrom };
};

const sealBatch = async (
  auditSeal: AuditSealStore,
  look: Parameters<AuditSealStore['unsealed']>[0],
  crypto: SealPorts['crypto'],
): Promise<{ count: number; lastId: number }> => {
  await auditSeal.takeTurn();
  const head = await auditSeal.head();
  await requireUnaltered(auditSeal);
  const entries = await auditSeal.unsealed(look);
  if (entries.length > 0) await auditSeal.append(linksAfter(head, entries, (text) => hex(crypto.sha256(text))));
  return { count: entries.length, lastId: entries.at(-1)?.id ?? look.afterId };
};

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => digits[byte]).join('');
