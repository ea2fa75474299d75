import { z } from 'zod';
import { CampaignId } from './reviews.ts';
import { routes } from './route.ts';
import { Instant, PersonLink } from './shared.ts';

export const EvidencePack = z
  .object({
    id: z.string(),
    campaignId: CampaignId,
    createdAt: Instant,
    createdBy: PersonLink,
    keyId: z.string(),
    sha256: z.string(),
    bytes: z.number().int(),
    fileName: z.string(),
  })
  .meta({ id: 'EvidencePack' });
export type EvidencePack = z.infer<typeof EvidencePack>;

/** A key that signs evidence; who trusts one trusts what it endorses. */
export const SigningKey = z
  .object({
    id: z.string(),
    publicKeyPem: z.string(),
    createdAt: Instant,
    retiredAt: Instant.nullable(),
    endorsedBy: z.string().nullable(),
    endorsement: z.string().nullable(),
  })
  .meta({ id: 'SigningKey' });

const tag = 'Reviews';
const params = z.object({ id: CampaignId });
const read = 'campaigns.read';
/** Signed packs and the keys that verify them; part of campaignRoutes. */
export const evidenceRoutes = routes({
  makeEvidence: {
    method: 'POST',
    path: '/api/v1/campaigns/:id/evidence',
    permission: read,
    tag,
    summary: 'Make a signed evidence pack (REV-8)',
    params,
    response: EvidencePack,
    status: 201,
  },
  evidence: {
    method: 'GET',
    path: '/api/v1/campaigns/:id/evidence',
    permission: read,
    tag,
    summary: 'Evidence packs of a campaign',
    params,
    response: z.object({ items: z.array(EvidencePack) }),
  },
  downloadEvidence: {
    method: 'GET',
    path: '/api/v1/evidence/:id/download',
    permission: read,
    tag,
    summary: 'The pack as a zip file, base64 in JSON for programs or the file itself with Accept: application/zip',
    params: z.object({ id: z.string().regex(/^evp_[0-9a-z]+$/) }),
    response: z.object({ fileName: z.string(), base64: z.string() }),
  },
  publicKeys: {
    method: 'GET',
    path: '/.well-known/countersign-keys.json',
    permission: 'public',
    tag,
    summary: 'Public keys of evidence packs, for who verifies one',
    response: z.object({ keys: z.array(SigningKey) }),
  },
});
