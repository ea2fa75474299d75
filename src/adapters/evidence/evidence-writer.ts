import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import type { EvidenceWriter, PublicSigningKey, SigningKey } from '../../core/reviews/evidence/ports.ts';
import { Refusal } from '../../core/shared/refusal.ts';
import { packFiles, packManifest } from './pack-files.ts';
import { packZip } from './pack-zip.ts';
import type { SecretBox } from './secret-box.ts';

const purposeOf = (keyId: string): string => `evidence-signing-key ${keyId}`;

/** What the old key signs when it endorses a new one; docs/evidence-format.md. */
export const endorsedText = (key: Pick<PublicSigningKey, 'id' | 'publicKeyPem'>): string =>
  `countersign-key-endorsement-1\n${key.id}\n${key.publicKeyPem}`;

const openedKey = (box: SecretBox, key: SigningKey): Uint8Array => {
  try {
    return box.open(key.privateKeySealed, purposeOf(key.id));
  } catch {
    throw new Refusal(
      'unavailable',
      'evidence-key-missing',
      'The key file of this installation is not the one that the signing key was sealed with. Bring that file back.',
    );
  }
};

/** Packs signed with Ed25519 (RFC 8032: the same input gives the same signature); private keys are opened for a moment only. */
export const evidenceWriter = (box: SecretBox): EvidenceWriter => {
  const signWith = (key: SigningKey, bytes: Uint8Array): Buffer => {
    const der = Buffer.from(openedKey(box, key));
    return sign(null, bytes, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  };
  return {
    newKey(id, createdAt) {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      return {
        id,
        publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        privateKeySealed: box.seal(privateKey.export({ type: 'pkcs8', format: 'der' }), purposeOf(id)),
        createdAt,
        retiredAt: null,
        endorsedBy: null,
        endorsement: null,
      };
    },
    endorse: (oldKey, newKey) => signWith(oldKey, Buffer.from(endorsedText(newKey))).toString('base64'),
    async write(data, { key, keys, createdAt }) {
      const packed = packFiles(data, keys);
      const manifest = packManifest(data, packed, { keyId: key.id, createdAt });
      const content = await packZip([
        { name: 'manifest.json', content: manifest },
        { name: 'manifest.sig', content: signWith(key, manifest) },
        ...packed.files,
      ]);
      return { content, sha256: createHash('sha256').update(content).digest('hex') };
    },
  };
};
