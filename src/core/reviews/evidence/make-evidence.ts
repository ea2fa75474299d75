import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { IdempotentRequest } from '../../shared/idempotency.ts';
import type { Actor, Instant } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { type CampaignId, canSeeCampaign, requireStatus } from '../model/campaign.ts';
import type { ReviewPorts } from '../ports.ts';
import { campaignNotFound, type ReviewUnit } from '../steps/managed-campaign.ts';
import type { EvidencePackId, EvidenceWriter, SigningKey } from './ports.ts';

export interface EvidencePorts extends ReviewPorts {
  /** Null where the installation has no key file: keys are never stored in clear (SEC-4). */
  writer: EvidenceWriter | null;
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
    const writer = writerOf(ports);
    const packId = ports.ids.next('evp');
    const earlier = command.idempotency && (await unit.idempotency.claim(command.idempotency, packId));
    if (earlier) return earlier as EvidencePackId;
    const createdAt = await ports.clock.now();
    const key = await currentKey(ports, unit, createdAt);
    const keys = (await unit.signingKeys.list()).map(({ privateKeySealed: _, ...open }) => open);
    const data = await unit.evidence.load(command.id);
    const pack = await writer.write(data, { key, keys, createdAt });
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

export const writerOf = ({ writer }: Pick<EvidencePorts, 'writer'>): EvidenceWriter => {
  if (writer) return writer;
  throw new Refusal(
    'unavailable',
    'evidence-key-missing',
    'Evidence needs the key file of the installation: set COUNTERSIGN_SECRET_KEY_FILE.',
  );
};

/** The key that signs; the first pack of an installation makes it. */
export const currentKey = async (ports: EvidencePorts, unit: ReviewUnit, now: Instant): Promise<SigningKey> => {
  await unit.signingKeys.takeTurn();
  const found = (await unit.signingKeys.list()).find(({ retiredAt }) => retiredAt === null);
  if (found) return found;
  const key = writerOf(ports).newKey(ports.ids.next('key'), now);
  await unit.signingKeys.add(key);
  await unit.audit({
    at: now,
    actor: { kind: 'system' },
    action: 'signing-key.made',
    objectKind: 'signing-key',
    objectId: key.id,
  });
  return key;
};
