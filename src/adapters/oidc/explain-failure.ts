import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { Refusal } from '../../core/shared/refusal.ts';
import type { ProviderSettings } from './discovery.ts';

type Named = Pick<ProviderSettings, 'name' | 'issuer' | 'redirectUri'>;

/** What went wrong with the provider, as one sentence that says what to mend. Anything that is not of OpenID Connect stays as it is: a bug. */
export const explainFailure = (error: unknown, settings: Named): unknown => {
  if (error instanceof AuthorizationResponseError) return ofAnswer(error.error, error.error_description, settings);
  if (error instanceof ResponseBodyError) return ofEndpoint(error.error, error.error_description, settings);
  // 401 with a challenge: what RFC 6749, 5.2 asks for when the client is not known or its secret is wrong.
  if (error instanceof WWWAuthenticateChallengeError) return clientRefused(settings);
  if (error instanceof ClientError) return ofClient(error, settings);
  // fetch throws a TypeError whose cause says why there was no connection.
  if (error instanceof TypeError && error.cause instanceof Error) return unreachable(reasonOf(error.cause), settings);
  return error;
};

const reasonOf = (cause: Error): string => {
  const code = (cause as NodeJS.ErrnoException).code;
  return code && !cause.message.includes(code) ? `${code}: ${cause.message}` : cause.message || String(code);
};

const unreachable = (why: string, { name, issuer }: Named): Refusal =>
  new Refusal(
    'unavailable',
    'oidc-provider-unreachable',
    `${name} does not answer at ${issuer} (${why}). Try again in a moment; if it stays so, check that this server reaches it.`,
    { facts: { issuer } },
  );

const answerUnfit = (why: string, { name, issuer }: Named): Refusal =>
  new Refusal(
    'unavailable',
    'oidc-provider-answer',
    `${name} answered what does not fit: ${why}. Check OIDC_ISSUER (${issuer}) against the issuer that it states.`,
    { facts: { issuer } },
  );

const clientRefused = ({ name }: Named): Refusal =>
  new Refusal(
    'unavailable',
    'oidc-client-refused',
    `${name} does not accept this server as its client. Check OIDC_CLIENT_ID, the client secret (it may have expired) and how it is sent (OIDC_CLIENT_AUTHENTICATION).`,
  );

const redirectRefused = ({ name, redirectUri }: Named): Refusal =>
  new Refusal(
    'unavailable',
    'oidc-redirect-uri-refused',
    `${name} does not know the address it is to send you back to. Register ${redirectUri} there as a redirect URI, letter by letter; it follows from PUBLIC_URL.`,
    { facts: { redirectUri } },
  );

const told = (description: string | undefined): string => (description ? ` (${description})` : '');

/** The browser came back with an error (RFC 6749, 4.1.2.1; OpenID Connect Core, 3.1.2.6). */
const ofAnswer = (error: string, description: string | undefined, settings: Named): Refusal => {
  if (error === 'access_denied')
    return new Refusal(
      'forbidden',
      'oidc-denied',
      `You were not let in by ${settings.name}${told(description)}. Either you declined there, or you are not assigned to Countersign there; then whoever runs it can assign you.`,
    );
  if (error === 'server_error' || error === 'temporarily_unavailable')
    return unreachable(`${error}${told(description)}`, settings);
  return providerRefused(error, description, settings);
};

const providerRefused = (error: string, description: string | undefined, { name }: Named): Refusal =>
  new Refusal(
    'unavailable',
    'oidc-provider-refused',
    `${name} refused the sign-in: ${error}${told(description)}. Check the client there: authorization code flow, the scopes of OIDC_SCOPES.`,
    { facts: { error } },
  );

/** The token endpoint, or the one for pushed requests, answered with an error (RFC 6749, 5.2; RFC 9126, 2.3). */
const ofEndpoint = (error: string, description: string | undefined, settings: Named): Refusal => {
  if (error === 'invalid_client' || error === 'unauthorized_client') return clientRefused(settings);
  if (error === 'invalid_redirect_uri' || /redirect_uri/.test(description ?? '')) return redirectRefused(settings);
  if (error === 'invalid_grant')
    return new Refusal(
      'forbidden',
      'oidc-code-refused',
      `${settings.name} does not accept its own answer any more${told(description)}: it was used, or is too old. Sign in again.`,
    );
  return providerRefused(error, description, settings);
};

const ofClient = (error: ClientError, settings: Named): Refusal => {
  const { cause } = error;
  // Of our own, from within: the file of the client secret.
  if (cause instanceof Refusal) return cause;
  switch (error.code) {
    case 'OAUTH_TIMEOUT':
    case 'OAUTH_ABORT':
      return unreachable('no answer in time', settings);
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
      return ofStatus(cause, settings);
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return answerUnfit(`its issuer is ${issuerIn(cause)}`, settings);
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return clockSkew(cause, settings);
    default:
      return answerUnfit(cause instanceof Error ? cause.message : error.message, settings);
  }
};

const ofStatus = (cause: unknown, settings: Named): Refusal => {
  const status = cause instanceof Response ? cause.status : null;
  return status === null || status >= 500
    ? unreachable(`HTTP ${status ?? 'status unknown'}`, settings)
    : answerUnfit(`HTTP ${status}`, settings);
};

const issuerIn = (cause: unknown): string => {
  const { body } = (cause ?? {}) as { body?: { issuer?: unknown } };
  return typeof body?.issuer === 'string' ? body.issuer : 'another one';
};

/** openid-client gives what it compared: the token's claims, and our time. */
const clockSkew = (cause: unknown, { name }: Named): Refusal => {
  const compared = (cause as { cause?: { claims?: { iat?: unknown }; now?: unknown } } | undefined)?.cause;
  const issuedAt = compared?.claims?.iat;
  const now = compared?.now;
  const apart =
    typeof issuedAt === 'number' && typeof now === 'number'
      ? ` The token says ${isoOf(issuedAt)}, this server ${isoOf(now)}.`
      : '';
  return new Refusal(
    'unavailable',
    'oidc-clock-skew',
    `The clocks of this server and of ${name} are too far apart.${apart} Set both by NTP.`,
  );
};
const isoOf = (epochSeconds: number): string => new Date(epochSeconds * 1000).toISOString();
