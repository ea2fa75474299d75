import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

export interface PackKey {
  id: string;
  publicKeyPem: string;
  endorsedBy: string | null;
  endorsement: string | null;
}

export const isPackKey = (value: unknown): value is PackKey => {
  const { id, publicKeyPem } = (value ?? {}) as Partial<PackKey>;
  return typeof id === 'string' && typeof publicKeyPem === 'string';
};

/** Throws when the text is no Ed25519 public key. */
const ed25519 = (pem: string): KeyObject => {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
  return key;
};

/** SHA-256 of the key itself, whatever its PEM is wrapped in: what two people compare on the telephone. */
export const fingerprintOf = (pem: string): string =>
  createHash('sha256')
    .update(ed25519(pem).export({ type: 'spki', format: 'der' }))
    .digest('hex');

export const isSignedBy = (pem: string, bytes: Uint8Array, signature: Uint8Array): boolean => {
  try {
    return verify(null, bytes, ed25519(pem), signature);
  } catch {
    return false;
  }
};

/**
 * The public keys in a file: one or more PEM blocks, or the JSON of /.well-known/countersign-keys.json.
 * Throws when there is none.
 */
export const readPublicKeys = (text: string): string[] => {
  const pems = text.trimStart().startsWith('{')
    ? (JSON.parse(text) as { keys: PackKey[] }).keys.map(({ publicKeyPem }) => publicKeyPem)
    : (text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []);
  if (pems.length === 0) throw new Error('there is no public key in it');
  for (const pem of pems) ed25519(pem);
  return pems;
};

const endorsedBytes = ({ id, publicKeyPem }: PackKey): Buffer =>
  Buffer.from(`countersign-key-endorsement-1\n${id}\n${publicKeyPem}`, 'utf8');

/**
 * Is this key one that the reader trusts, or endorsed by such a one, over any number of rotations? What the pack says of
 * its own keys is believed only as far as a trusted key signed it.
 */
export const isTrusted = (keyId: string, keys: readonly PackKey[], trusted: readonly string[]): boolean => {
  const prints = new Set(trusted.map(fingerprintOf));
  const seen = new Set<string>();
  let key = keys.find(({ id }) => id === keyId);
  while (key && !seen.has(key.id)) {
    seen.add(key.id);
    if (prints.has(fingerprintOf(key.publicKeyPem))) return true;
    const { endorsedBy, endorsement } = key;
    const earlier = keys.find(({ id }) => id === endorsedBy);
    if (!earlier || endorsement === null) return false;
    if (!isSignedBy(earlier.publicKeyPem, endorsedBytes(key), Buffer.from(endorsement, 'base64'))) return false;
    key = earlier;
  }
  return false;
};
