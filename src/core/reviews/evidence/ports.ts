import type { Id, PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import type { CampaignId } from '../model/campaign.ts';
import type { EvidenceData } from './evidence-data.ts';

export type SigningKeyId = Id<'key'>;
export type EvidencePackId = Id<'evp'>;

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

export interface EvidenceStore {
  /** Everything a pack holds. Refuses `facts-altered` when facts differ from what was frozen. */
  load(id: CampaignId): Promise<EvidenceData>;
  addPack(pack: {
    id: EvidencePackId;
    campaignId: CampaignId;
    createdAt: Instant;
    createdBy: PersonId;
    keyId: SigningKeyId;
    sha256: string;
    content: Uint8Array;
  }): Promise<void>;
}

/** Makes keys and packs; src/adapters/evidence. */
export interface EvidenceWriter {
  newKey(id: SigningKeyId, createdAt: Instant): SigningKey;
  /** The old key's signature over the new one, base64. */
  endorse(oldKey: SigningKey, newKey: PublicSigningKey): string;
  /** The same pack, byte for byte, for the same input. */
  write(
    data: EvidenceData,
    signing: { key: SigningKey; keys: readonly PublicSigningKey[]; createdAt: Instant },
  ): Promise<{ content: Uint8Array; sha256: string }>;
}
