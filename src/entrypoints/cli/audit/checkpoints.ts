import { fingerprintOf, isSignedBy, isTrusted, type PackKey } from '../evidence/signing-keys.ts';

/** At `at`, `count` entries were sealed, and `head` was the hash of the last; docs/audit-format.md. */
export interface Checkpoint {
  count: number;
  head: string;
  at: string;
  keyId: string;
  signature: string;
}

export const isCheckpoint = (value: unknown): value is Checkpoint => {
  const { count, head, at, keyId, signature } = (value ?? {}) as Partial<Checkpoint>;
  return Number.isSafeInteger(count) && [head, at, keyId, signature].every((each) => typeof each === 'string');
};

const signedText = ({ count, head, at, keyId }: Checkpoint): Buffer =>
  Buffer.from(`countersign-audit-checkpoint-1\n${count}\n${head}\n${at}\n${keyId}\n`, 'utf8');

/** `none`: nobody whose key is known signed it. `unknown`: a key did that the reader does not trust. */
export type Signer = 'trusted' | 'unknown' | 'none';

/** Who signed it, by the known keys (the first of an id counts) and those that the reader trusts. */
export const signerOfCheckpoint = (
  checkpoint: Checkpoint,
  keys: readonly PackKey[],
  trusted: readonly string[],
): { signer: Signer; fingerprint: string | null } => {
  const key = keys.find(({ id }) => id === checkpoint.keyId);
  const signature = Buffer.from(checkpoint.signature, 'base64');
  // One text for one signature: base64 has bits at its end that decode to nothing.
  const isOneText = signature.toString('base64') === checkpoint.signature;
  if (!key || !isOneText || !isSignedBy(key.publicKeyPem, signedText(checkpoint), signature))
    return { signer: 'none', fingerprint: null };
  const signer = isTrusted(checkpoint.keyId, keys, trusted) ? 'trusted' : 'unknown';
  return { signer, fingerprint: fingerprintOf(key.publicKeyPem) };
};
