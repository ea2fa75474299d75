import type { AuditCheckpoint } from '../../security/model/audit-chain.ts';
import type { PublicSigningKey, SigningKeyId } from '../../security/signing/ports.ts';
import type { Id, PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import type { CampaignId } from '../model/campaign.ts';
import type { EvidenceData } from './evidence-data.ts';

export type EvidencePackId = Id<'evp'>;

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

/** Makes packs; src/adapters/evidence. */
export interface EvidenceWriter {
  /** The same pack, byte for byte, for the same input. */
  write(data: EvidenceData, signing: PackSigning): Promise<{ content: Uint8Array; sha256: string }>;
}
export interface PackSigning {
  keyId: SigningKeyId;
  createdAt: Instant;
  keys: readonly PublicSigningKey[];
  /** The newest of the audit log, which whoever holds the pack can check the log against (SEC-3). */
  auditCheckpoint: AuditCheckpoint | null;
  sign(bytes: Uint8Array): Uint8Array;
}
