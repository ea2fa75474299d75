import { linksAfter } from '../model/audit-chain.ts';
import type { AuditPlace, AuditSealStore, SealPorts, SettledBefore } from './ports.ts';
import { requireUnaltered } from './require-unaltered.ts';

export interface SealAudit {
  /** What the round before answered; null looks at the whole log. */
  from: SettledBefore | null;
  /** Entries that one transaction looks at. */
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
  let sealed = 0;
  let place: AuditPlace | null = { transaction: lookFrom ?? '0', id: 0 };
  while (place !== null) {
    if (isStopping()) return { sealed, from: lookFrom };
    const after: AuditPlace = place;
    const batch = await ports.transact(({ auditSeal }) => sealBatch(auditSeal, ports.crypto, after, batchSize));
    sealed += batch.sealed;
    place = batch.next;
  }
  return { sealed, from: settledBefore };
};

const sealBatch = async (
  auditSeal: AuditSealStore,
  crypto: SealPorts['crypto'],
  after: AuditPlace,
  limit: number,
): Promise<{ sealed: number; next: AuditPlace | null }> => {
  await auditSeal.takeTurn();
  await requireUnaltered(auditSeal);
  const { unsealed, next } = await auditSeal.look(after, limit);
  if (unsealed.length > 0) {
    const sha256 = (text: string) => hex(crypto.sha256(text));
    await auditSeal.append(linksAfter(await auditSeal.head(), unsealed, sha256));
  }
  return { sealed: unsealed.length, next };
};

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => digits[byte]).join('');
