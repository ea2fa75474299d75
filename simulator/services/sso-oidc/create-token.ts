import type { CreateTokenRequest, CreateTokenResponse } from '@aws-sdk/client-sso-oidc';
import type { Call } from '../call.ts';
import { type Given, operation } from '../service.ts';
import { requireClient } from './device-authorization.ts';
import { invalidRequest, refused } from './refusals.ts';
import { type SignInClaims, seal, signedIn } from './sign-in-tokens.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
/** How long a sign-in lasts and how long it can be refreshed; AWS lets administrators choose, these are its defaults. */
const ACCESS_LIFETIME_SECONDS = 8 * 3600;
const REFRESH_LIFETIME_MS = 7 * 24 * 3600 * 1000;

type Input = Given<CreateTokenRequest>;

/** A token for an approved device, or a new one for a refresh token. The authorization code flow is not simulated. */
export const createToken = operation<CreateTokenRequest, CreateTokenResponse>({
  name: 'CreateToken',
  handle(call, input) {
    requireClient(call.world, input.clientId, input.clientSecret);
    if (input.grantType === DEVICE_GRANT) return tokenOfDevice(call, input);
    if (input.grantType === 'refresh_token') return refreshed(call, input);
    throw refused('UnsupportedGrantTypeException', `The grant type ${input.grantType} is not supported.`);
  },
});

function tokenOfDevice(call: Call, { clientId, deviceCode }: Input): CreateTokenResponse {
  const { world, now } = call;
  if (!deviceCode) throw invalidRequest('deviceCode is required.');
  const center = world.identityCenters.find(({ signIns }) => signIns.get(deviceCode));
  const device = center?.signIns.get(deviceCode);
  if (!center || device?.clientId !== clientId) throw refused('InvalidGrantException', 'Invalid device code provided.');
  if (device.expiresAt <= now) throw refused('ExpiredTokenException', 'The device code has expired.');
  if (!device.userId) throw refused('AuthorizationPendingException', 'The user has not signed in yet.');
  center.signIns.use(deviceCode);
  return tokens(call, { instanceArn: center.base.instanceArn, userId: device.userId, signInId: world.ids.uuid() });
}

function refreshed(call: Call, { refreshToken }: Input): CreateTokenResponse {
  const found = refreshToken === undefined ? undefined : signedIn(call.world, 'refresh', refreshToken);
  if (!found) throw refused('InvalidGrantException', 'Invalid refresh token provided.');
  return tokens(call, found.claims);
}

function tokens({ world, now }: Call, claims: Omit<SignInClaims, 'expiresAt'>): CreateTokenResponse {
  const { instanceArn, userId, signInId } = claims;
  const of = (expiresAt: number) => ({ instanceArn, userId, signInId, expiresAt }) satisfies SignInClaims;
  world.changed();
  return {
    accessToken: seal(world, 'access', of(now + ACCESS_LIFETIME_SECONDS * 1000)),
    tokenType: 'Bearer',
    expiresIn: ACCESS_LIFETIME_SECONDS,
    refreshToken: seal(world, 'refresh', of(now + REFRESH_LIFETIME_MS)),
  };
}
