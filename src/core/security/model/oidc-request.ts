import type { Crypto } from '../../shared/ports.ts';

/** How long somebody may take at the provider. */
export const pendingLimitMs = 10 * 60_000;

/** What an answer of the provider is checked against. */
export interface RequestSecrets {
  state: string;
  nonce: string;
  /** PKCE: 43 to 128 characters (RFC 7636). */
  codeVerifier: string;
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * All three from the one secret that is in the browser's cookie only: an answer fits in the browser that asked, and no
 * other (RFC 9700, 4.7). Digests of different texts tell nothing of each other or of the secret.
 */
export const requestSecretsOf = (crypto: Pick<Crypto, 'sha256'>, browserSecret: string): RequestSecrets => {
  const derived = (purpose: string) => hex(crypto.sha256(`countersign oidc ${purpose} ${browserSecret}`));
  return { state: derived('state'), nonce: derived('nonce'), codeVerifier: derived('code verifier') };
};
