import type { Clock, Crypto } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';
import type { AuditCheckpoint, AuditHead, AuditLink, SealableEntry } from '../model/audit-chain.ts';
import type { SigningKeyStore, SigningPorts } from '../signing/ports.ts';

/** A number of transactions: all before it had ended when it was asked for, so that their entries are there or never come. */
export type SettledBefore = string;

/** An entry by the transaction that wrote it, and its id. */
export interface AuditPlace {
  transaction: string;
  id: number;
}

export interface AuditSealStore {
  /** Lets one transaction at a time seal or sign; ends with the transaction. */
  takeTurn(): Promise<void>;
  head(): Promise<AuditHead>;
  /** The hash at that place of the chain; null where it is shorter. */
  hashAt(position: number): Promise<string | null>;
  newestCheckpoint(): Promise<AuditCheckpoint | null>;
  settledBefore(): Promise<SettledBefore>;
  /**
   * Looks at as many committed entries as `limit`, by transaction and id, after a place. Answers those that are not
   * sealed, and the place to go on after; null at the end.
   */
  look(after: AuditPlace, limit: number): Promise<{ unsealed: SealableEntry[]; next: AuditPlace | null }>;
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
