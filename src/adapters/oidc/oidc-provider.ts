import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildAuthorizationUrlWithPAR,
  buildEndSessionUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  fetchUserInfo,
} from 'openid-client';
import type { RequestSecrets } from '../../core/security/model/oidc-request.ts';
import type { Identified, OidcProvider, ProviderAnswer } from '../../core/security/oidc/ports.ts';
import { Refusal } from '../../core/shared/refusal.ts';
import { createDiscovery, type ProviderSettings } from './discovery.ts';
import { explainFailure } from './explain-failure.ts';

/** The provider of the configuration, by discovery. What it said is forgotten when anything failed (SEC-1). */
export const createOidcProvider = (settings: ProviderSettings): OidcProvider => {
  const discovery = createDiscovery(settings);
  const asking = async <T>(ask: (configuration: Configuration) => Promise<T>): Promise<T> => {
    try {
      return await ask(await discovery.configuration());
    } catch (error) {
      const explained = explainFailure(error, settings);
      // Somebody who declined says nothing of the provider.
      if (!(explained instanceof Refusal && explained.code === 'oidc-denied')) discovery.forget();
      throw explained;
    }
  };
  return {
    name: settings.name,
    authorizationUrl: (secrets) => asking((configuration) => authorizationUrl(configuration, settings, secrets)),
    identify: (answer, secrets, wanted) =>
      asking((configuration) => identify(configuration, settings, answer, secrets, wanted)),
    async signOutUrl(idToken) {
      const { signedOutUri } = settings;
      if (signedOutUri === null) return null;
      // Whoever signs out is signed out: a provider that does not answer keeps nobody waiting for more.
      const configuration = await discovery.configuration().catch(() => null);
      if (!configuration?.serverMetadata().end_session_endpoint) return null;
      return buildEndSessionUrl(configuration, {
        post_logout_redirect_uri: signedOutUri,
        ...(idToken === null ? {} : { id_token_hint: idToken }),
      }).href;
    },
  };
};

const authorizationUrl = async (
  configuration: Configuration,
  { redirectUri, scopes }: ProviderSettings,
  { state, nonce, codeVerifier }: RequestSecrets,
): Promise<string> => {
  const parameters = {
    redirect_uri: redirectUri,
    scope: scopes,
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  };
  // RFC 9126. A provider that takes the request from us tells us, and not only the person, what is wrong with it.
  const isPushed = configuration.serverMetadata().pushed_authorization_request_endpoint !== undefined;
  const url = isPushed
    ? await buildAuthorizationUrlWithPAR(configuration, parameters)
    : buildAuthorizationUrl(configuration, parameters);
  return url.href;
};

const identify = async (
  configuration: Configuration,
  { redirectUri }: ProviderSettings,
  answer: ProviderAnswer,
  { state, nonce, codeVerifier }: RequestSecrets,
  wanted: readonly string[],
): Promise<Identified> => {
  const tokens = await authorizationCodeGrant(configuration, urlOf(redirectUri, answer), {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
  });
  const inToken = tokens.claims();
  // An expected nonce makes the library ask for the ID token.
  if (!inToken || tokens.id_token === undefined) throw new Error('openid-client let a missing ID token pass');
  const isComplete = wanted.every((claim) => inToken[claim] !== undefined);
  const canAsk = configuration.serverMetadata().userinfo_endpoint !== undefined;
  const asked = isComplete || !canAsk ? {} : await fetchUserInfo(configuration, tokens.access_token, inToken.sub);
  // What is signed comes before what is not.
  return { issuer: inToken.iss, subject: inToken.sub, claims: { ...asked, ...inToken }, idToken: tokens.id_token };
};

/** As the browser came back: the library takes the redirect URI from it, without the query. */
const urlOf = (redirectUri: string, { state, code, iss, error, errorDescription }: ProviderAnswer): URL => {
  const url = new URL(redirectUri);
  const parameters = { state, code, iss, error, error_description: errorDescription };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
};
