import type { Clock, Crypto } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';
import type { AuditCheckpoint, AuditHead, AuditLink, SealableEntry } from '../model/audit-chain.ts';
import type { SigningKeyStore, SigningPorts } from '../signing/ports.ts';

/** A number of transactions: all before it had ended when it was asked for, so that their entries are there or never come. */
export type SettledBefore = string;

export interface AuditSealStore {
  /** Lets one transaction at a time seal or sign; ends with the transaction. */
  takeTurn(): Promise<void>;
  head(): Promise<AuditHead>;
  /** The hash at that place of the chain; null where it is shorter. */
  hashAt(position: number): Promise<string | null>;
  newestCheckpoint(): Promise<AuditCheckpoint | null>;
  settledBefore(): Promise<SettledBefore>;
  /**
   * Committed entries that are not sealed, by id, after one of them. `from`: entries of earlier transactions are known to
   * be sealed and are not looked at.
   */
  unsealed(look: { afterId: number; from: SettledBefore | null; limit: number }): Promise<SealableEntry[]>;
  append(links: readonly AuditLink[]): Promise<void>;
  addCheckpoint(checkpoint: AuditCheckpoint): Promise<void>;
}
export interface AuditSealStores {
  auditSeal: AuditSealStore;
  signingKeys: SigningKeyStore;
}

export interface SealPorts {
  transact: Transact<AuditSealStores>;
  crypto: Pick<Crypto, 'sha256'>;
}
export interface CheckpointPorts extends SigningPorts {
  transact: Transact<AuditSealStores>;
  clock: Clock;
}
