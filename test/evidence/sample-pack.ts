import { ed25519Signer } from '../../src/adapters/crypto/ed25519-signer.ts';
import { secretBox } from '../../src/adapters/crypto/secret-box.ts';
import { evidenceWriter } from '../../src/adapters/evidence/evidence-writer.ts';
import type { EvidenceData } from '../../src/core/reviews/evidence/evidence-data.ts';
import { type AuditCheckpoint, checkpointText } from '../../src/core/security/model/audit-chain.ts';
import type { SigningKey, SigningKeyId } from '../../src/core/security/signing/ports.ts';

export const sampleSigner = ed25519Signer(secretBox(Buffer.alloc(32, 9)));
export const sampleAt = '2026-11-24T09:00:00.000Z';
export const newKey = (id: string): SigningKey => sampleSigner.newKey(id as SigningKeyId, sampleAt);

const priya = { id: 'per_priya', name: 'Priya Raman', email: 'priya@larkspurpay.example' };
const oskar = { id: 'per_oskar', name: 'Oskar Åström', email: null };
const items = ['itm_1', 'itm_2', 'itm_3', 'itm_4'];
const paths = [
  'Priya Raman → member of Platform → AdministratorAccess on prod-payments',
  'Oskar Åström → assigned directly → ReadOnlyAccess on sandbox',
  '=HYPERLINK("http://evil.example") → assigned directly → ReadOnlyAccess on sandbox',
  'robot → member of Admins in management',
];
const digest = (n: number): string => String(n).repeat(64);

/** A small campaign: a revocation that is proven, one by silence, a name that is a formula, letters beyond ASCII. */
export const sampleData = (): EvidenceData => ({
  campaign: { id: 'cmp_sample', name: 'Q4 access review', status: 'signed-off', owner: priya },
  completeness: { asOf: { publication: 7 }, notReadWhole: [], neverRead: ['root users'] },
  population: items.map((itemId, index) => ({
    n: index + 1,
    itemId,
    personId: index < 2 ? 'per_priya' : null,
    personName: index < 2 ? 'Priya Raman' : null,
    personEmail: null,
    personStatus: index < 2 ? 'active' : null,
    identityName: paths[index]?.split(' → ')[0] ?? '',
    identityKind: 'identity-center-user',
    identityNativeId: `d-1/${itemId}`,
    identityStatus: index === 3 ? 'deleted' : 'enabled',
    matchedBy: index < 2 ? 'primary-email' : null,
    entitlementKind: 'permission-set-assignment',
    entitlement: 'ReadOnlyAccess',
    awsAccountId: '444444444444',
    awsAccountName: 'sandbox',
    path: paths[index] ?? '',
    since: '2026-01-10T10:00:00.000Z',
    leaseUntil: null,
    removes: 'membership of Priya Raman in group Platform',
    alsoRemoves: index === 0 ? ['ReadOnlyAccess on sandbox', 'PowerUser on dev'] : [],
    remains: [],
    factsDigest: digest(index + 1),
    identityProvider: null,
    identityProviderGroup: null,
  })),
  decisions: items.map((itemId, index) => ({
    n: index + 1,
    itemId,
    path: paths[index] ?? '',
    reviewer: index === 2 ? oskar : priya,
    reviewerVia: 'manager',
    decision: index === 1 ? 'revoke' : 'certify',
    reason: index === 1 ? 'Left the team, "finally";\nsee ticket' : null,
    decidedBy: index === 3 ? null : priya,
    decidedAt: sampleAt,
    submittedAt: sampleAt,
    isBySilence: index === 3,
    factsDigest: digest(index + 1),
  })),
  events: ['started', 'submitted', 'reassigned', 'closed', 'remediation-verified'].map((event, index) => ({
    n: index + 1,
    at: sampleAt,
    event,
    itemId: index % 2 === 0 ? null : 'itm_2',
    actor: priya,
    detail: { seq: index },
  })),
  reassignments: [{ at: sampleAt, itemId: 'itm_3', from: priya, to: oskar, by: priya, reason: 'Oskar knows' }],
  remediation: [
    {
      n: 2,
      itemId: 'itm_2',
      removes: 'the assignment of ReadOnlyAccess on sandbox to Oskar Åström',
      state: 'verified',
      revocationId: 'rvk_1',
      recordedAt: sampleAt,
      doneAt: sampleAt,
      awsRequestIds: ['8a0f3c1e-0000-4000-8000-000000000001'],
      verifiedAt: sampleAt,
      verifiedPublication: 9,
      failure: null,
      verifiedUploadAt: null,
    },
  ],
  reviewers: [{ reviewer: priya, items: 3, submitted: 3, certified: 2, revoked: 1, bySilence: 0, medianSeconds: 41.5 }],
});

export const publicPart = ({ privateKeySealed: _, ...open }: SigningKey) => open;

/** A checkpoint of an audit log, signed by this key. */
export const sampleCheckpoint = (key: SigningKey): AuditCheckpoint => {
  const unsigned = { count: 1234, head: 'ab'.repeat(32), at: sampleAt, keyId: key.id };
  return { ...unsigned, signature: sampleSigner.signText(key, checkpointText(unsigned)) };
};

/** A pack of the sample, signed by this key. */
export const samplePack = async (
  key: SigningKey,
  data = sampleData(),
  keys: SigningKey[] = [key],
  auditCheckpoint: AuditCheckpoint | null = sampleCheckpoint(key),
): Promise<Uint8Array> =>
  (
    await evidenceWriter.write(data, {
      keyId: key.id,
      createdAt: sampleAt,
      keys: keys.map(publicPart),
      auditCheckpoint,
      sign: (bytes) => sampleSigner.sign(key, bytes),
    })
  ).content;
