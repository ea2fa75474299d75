import type { Id, Ids } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';

export type SigningKeyId = Id<'key'>;

/** What anybody may see of a key. An endorsement is the earlier key's signature over the later one (rotation, REV-8). */
export interface PublicSigningKey {
  id: SigningKeyId;
  publicKeyPem: string;
  createdAt: Instant;
  retiredAt: Instant | null;
  endorsedBy: SigningKeyId | null;
  /** Base64. */
  endorsement: string | null;
}
/** The private part is encrypted at rest with the installation's key (SEC-4). */
export interface SigningKey extends PublicSigningKey {
  privateKeySealed: Uint8Array;
}

export interface SigningKeyStore {
  /** Lets one transaction at a time make or change keys. */
  takeTurn(): Promise<void>;
  /** Every key, oldest first; the one that is not retired signs. */
  list(): Promise<SigningKey[]>;
  add(key: SigningKey): Promise<void>;
  retire(id: SigningKeyId, now: Instant): Promise<void>;
}

/** Makes keys and signs with them; src/adapters/crypto. Refuses `evidence-key-missing` for a key of another key file. */
export interface Signer {
  newKey(id: SigningKeyId, createdAt: Instant): SigningKey;
  /** The old key's signature over the new one, base64. */
  endorse(oldKey: SigningKey, newKey: PublicSigningKey): string;
  /** The same signature for the same bytes. */
  sign(key: SigningKey, bytes: Uint8Array): Uint8Array;
  /** Of the text in UTF-8, base64. */
  signText(key: SigningKey, text: string): string;
}

export interface SigningPorts {
  /** Null where the installation has no key file: keys are never stored in clear (SEC-4). */
  signer: Signer | null;
  ids: Ids;
}
