import { createOidcProvider } from '../../src/adapters/oidc/oidc-provider.ts';
import type { ClaimRules } from '../../src/core/security/model/oidc-claims.ts';
import type { OidcSettings } from '../../src/core/security/oidc/ports.ts';
import { type SentBack, signInAt } from '../support/oidc/sign-in-at.ts';
import type { ProviderOptions } from '../support/oidc/start-provider.ts';
import { type Answer, cookieOf, type Http } from './start-http.ts';

export const redirectUri = 'http://127.0.0.1:4000/sign-in/callback';
export const signedOutUri = 'http://127.0.0.1:4000/signed-out';
export const clientSecret = 'a-client-secret-of-a-test-0123456789';
export const providerOptions: ProviderOptions = {
  redirectUris: [redirectUri],
  signedOutUris: [signedOutUri],
  clientSecret,
};
export const rules: ClaimRules = {
  rolesClaim: 'groups',
  emailVerifiedClaim: 'email_verified',
  roleMap: [
    { value: 'cloud-admins', role: 'super-administrator' },
    { value: 'risk', role: 'auditor' },
  ],
};
export const settingsFor = (
  issuer: string,
  changes: Partial<Parameters<typeof createOidcProvider>[0]> = {},
): OidcSettings => ({
  provider: createOidcProvider({
    name: 'Test provider',
    issuer,
    clientId: 'countersign',
    clientSecret: () => clientSecret,
    clientAuthentication: null,
    scopes: 'openid profile email groups',
    redirectUri,
    signedOutUri,
    ...changes,
  }),
  rules,
});

export interface BegunAtProvider {
  cookie: string;
  authorizationUrl: string;
}
export const begin = async (http: Http, next = '/'): Promise<BegunAtProvider> => {
  const begun = await http.anonymous.post('/api/v1/oidc-sign-ins', { next });
  if (begun.status !== 201) throw new Error(`Begin: ${JSON.stringify(begun.body)}`);
  return { cookie: cookieOf(begun), authorizationUrl: begun.body.authorizationUrl };
};
export const finish = (http: Http, cookie: string, answer: SentBack): Promise<Answer> =>
  http.withCookie(cookie).post('/api/v1/oidc-sign-ins/finish', answer);

/** The whole way: to the provider, through its login page, and back. */
export const signInWith = async (http: Http, login: string | null, next = '/'): Promise<Answer> => {
  const { cookie, authorizationUrl } = await begin(http, next);
  return finish(http, cookie, await signInAt(authorizationUrl, redirectUri, login));
};

/** The session's cookie among those that were set. */
export const sessionCookieOf = (answer: Answer): string =>
  [answer.headers['set-cookie']]
    .flat()
    .map((cookie) => String(cookie).split(';')[0] ?? '')
    .find((cookie) => cookie.startsWith('countersign_session=') && !cookie.endsWith('=')) ?? '';
