import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import { currentKey, signerOf } from '../../security/signing/current-key.ts';
import type { SigningPorts } from '../../security/signing/ports.ts';
import type { IdempotentRequest } from '../../shared/idempotency.ts';
import type { Actor } from '../../shared/ports.ts';
import { type CampaignId, canSeeCampaign, requireStatus } from '../model/campaign.ts';
import type { ReviewPorts } from '../ports.ts';
import { campaignNotFound } from '../steps/managed-campaign.ts';
import type { EvidencePackId, EvidenceWriter } from './ports.ts';

export interface EvidencePorts extends ReviewPorts, SigningPorts {
  writer: EvidenceWriter;
}
export interface MakeEvidence {
  viewer: Viewer;
  actor: Actor;
  id: CampaignId;
  idempotency: IdempotentRequest | null;
}

/**
 * Makes and keeps a signed pack of a closed or signed-off campaign (REV-8). Refuses `campaign-state`, `facts-altered` and
 * `evidence-key-missing`.
 */
export const makeEvidence = (ports: EvidencePorts, command: MakeEvidence): Promise<EvidencePackId> => {
  requirePermission(command.viewer, 'campaigns.read');
  return ports.transact(async (unit) => {
    const campaign = await unit.campaigns.lock(command.id);
    if (!campaign || !canSeeCampaign(command.viewer, campaign)) throw campaignNotFound();
    requireStatus(campaign, 'closed', 'signed-off');
    const signer = signerOf(ports);
    const packId = ports.ids.next('evp');
    const earlier = command.idempotency && (await unit.idempotency.claim(command.idempotency, packId));
    if (earlier) return earlier as EvidencePackId;
    const createdAt = await ports.clock.now();
    const key = await currentKey(ports, unit, createdAt);
    const keys = (await unit.signingKeys.list()).map(({ privateKeySealed: _, ...open }) => open);
    const data = await unit.evidence.load(command.id);
    const sign = (bytes: Uint8Array) => signer.sign(key, bytes);
    const auditCheckpoint = await unit.auditSeal.newestCheckpoint();
    const pack = await ports.writer.write(data, { keyId: key.id, createdAt, keys, auditCheckpoint, sign });
    const createdBy = command.viewer.personId;
    await unit.evidence.addPack({ id: packId, campaignId: command.id, createdAt, createdBy, keyId: key.id, ...pack });
    await unit.audit({
      at: createdAt,
      actor: command.actor,
      action: 'evidence.made',
      objectKind: 'campaign',
      objectId: command.id,
      detail: { packId, sha256: pack.sha256, keyId: key.id },
    });
    return packId;
  });
};
