import { Refusal } from '../../shared/refusal.ts';
import { pendingLimitMs, requestSecretsOf } from '../model/oidc-request.ts';
import { after } from '../model/session-limits.ts';
import type { OidcPorts, OidcSettings } from './ports.ts';

export interface BegunSignIn {
  authorizationUrl: string;
  /** Goes into the browser's cookie and nowhere else. */
  browserSecret: string;
}

/**
 * Sends a browser to the provider. Within ten minutes, and once, the same browser may come back with an answer. Refuses
 * `oidc-off`, and what keeps the provider from being asked.
 */
export const beginOidcSignIn = async (ports: OidcPorts, command: { nextPath: string }): Promise<BegunSignIn> => {
  const { provider } = requireOidc(ports);
  const browserSecret = ports.crypto.token();
  // Outside of any transaction, and first: nothing is left behind when the provider does not answer.
  const authorizationUrl = await provider.authorizationUrl(requestSecretsOf(ports.crypto, browserSecret));
  await ports.transact(async (unit) => {
    const now = await ports.clock.now();
    await unit.pendingSignIns.removeExpired(now);
    await unit.pendingSignIns.add({
      digest: ports.crypto.sha256(browserSecret),
      nextPath: command.nextPath,
      now,
      expiresAt: after(now, pendingLimitMs),
    });
  });
  return { authorizationUrl, browserSecret };
};

export const requireOidc = ({ oidc }: OidcPorts): OidcSettings => {
  if (!oidc)
    throw new Refusal('not-found', 'oidc-off', 'No OpenID Connect provider is set up here; sign in with a password.');
  return oidc;
};
