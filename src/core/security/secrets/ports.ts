import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';

/** One key that encrypts what is stored; src/adapters/crypto/secret-box.ts. */
export interface SealingKey {
  /** Tells keys apart without telling the key. */
  fingerprint: string;
  seal(secret: Uint8Array, purpose: string): Uint8Array;
  /** Throws when it was sealed with another key or for another purpose. */
  open(sealed: Uint8Array, purpose: string): Uint8Array;
  /** Whether what was sealed says of itself that this key opens it; what was sealed before keys had marks does not. */
  isMarked(sealed: Uint8Array): boolean;
}

/** One encrypted value, by the table and the row it lies in. */
export interface SealedValue {
  id: string;
  purpose: string;
  sealed: Uint8Array;
}
/** A row that the key does not open. */
export interface StrangeSeal {
  table: string;
  id: string;
}

/** Every column of the database that holds encrypted values. */
export interface SealedValueStore {
  readonly tables: readonly string[];
  /** Until the transaction ends nobody else writes to any of the tables; who reads is not held up. */
  takeTurn(): Promise<void>;
  /** Values of one table in the order of their ids, after one of them, or from the first. */
  page(table: string, afterId: string, limit: number): Promise<SealedValue[]>;
  replace(table: string, values: readonly Pick<SealedValue, 'id' | 'sealed'>[]): Promise<void>;
}

export interface RotateSecretKeyPorts {
  transact: Transact<{ sealedValues: SealedValueStore }>;
  clock: Clock;
}
export interface CheckSecretKeyPorts {
  sealedValues: SealedValueStore;
  /** Null where the installation has no key file. */
  key: SealingKey | null;
}
