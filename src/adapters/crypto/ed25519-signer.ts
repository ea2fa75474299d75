import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import type { PublicSigningKey, Signer, SigningKey } from '../../core/security/signing/ports.ts';
import { Refusal } from '../../core/shared/refusal.ts';
import type { SecretBox } from './secret-box.ts';

const purposeOf = (keyId: string): string => `evidence-signing-key ${keyId}`;

/** What the old key signs when it endorses a new one; docs/evidence-format.md. */
const endorsedText = (key: Pick<PublicSigningKey, 'id' | 'publicKeyPem'>): string =>
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

/** Ed25519 (RFC 8032: the same input gives the same signature); private keys are opened for a moment only. */
export const ed25519Signer = (box: SecretBox): Signer => {
  const signWith = (key: SigningKey, bytes: Uint8Array): Buffer => {
    const der = Buffer.from(openedKey(box, key));
    return sign(null, bytes, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  };
  const signText = (key: SigningKey, text: string) => signWith(key, Buffer.from(text, 'utf8')).toString('base64');
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
    endorse: (oldKey, newKey) => signText(oldKey, endorsedText(newKey)),
    sign: signWith,
    signText,
  };
};
