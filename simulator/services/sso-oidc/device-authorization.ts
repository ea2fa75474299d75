import type {
  RegisterClientRequest,
  RegisterClientResponse,
  StartDeviceAuthorizationRequest,
  StartDeviceAuthorizationResponse,
} from '@aws-sdk/client-sso-oidc';
import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { World } from '../../state/world.ts';
import type { Call } from '../call.ts';
import { operation } from '../service.ts';
import { invalidRequest, refused } from './refusals.ts';
import { seal, unseal } from './sign-in-tokens.ts';

const CLIENT_LIFETIME_MS = 90 * 24 * 3600 * 1000;
const DEVICE_LIFETIME_SECONDS = 600;
const POLL_INTERVAL_SECONDS = 1;
/** No vowels, so that no code is a word. */
const CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

interface ClientClaims {
  readonly clientId: string;
  readonly expiresAt: number;
}

/** Any public client may register itself. */
export const registerClient = operation<RegisterClientRequest, RegisterClientResponse>({
  name: 'RegisterClient',
  handle({ world, now }, { clientType }) {
    if (clientType !== 'public') {
      throw refused('InvalidClientMetadataException', 'Only public clients can be registered.');
    }
    const clientId = world.ids.lower(22);
    const expiresAt = now + CLIENT_LIFETIME_MS;
    world.changed();
    return {
      clientId,
      clientSecret: seal(world, 'client', { clientId, expiresAt } satisfies ClientClaims),
      clientIdIssuedAt: Math.floor(now / 1000),
      clientSecretExpiresAt: Math.floor(expiresAt / 1000),
    };
  },
});

export const startDeviceAuthorization = operation<StartDeviceAuthorizationRequest, StartDeviceAuthorizationResponse>({
  name: 'StartDeviceAuthorization',
  handle(call, { clientId, clientSecret, startUrl }) {
    const { world, now } = call;
    requireClient(world, clientId, clientSecret);
    const center = centerAt(world, startUrl);
    if (!center) throw invalidRequest('The start URL names no instance of IAM Identity Center.');
    const device = {
      deviceCode: world.ids.hex(64),
      userCode: newUserCode(call),
      clientId,
      expiresAt: now + DEVICE_LIFETIME_SECONDS * 1000,
    };
    center.signIns.add(device, now);
    world.changed();
    const verificationUri = `https://device.sso.${center.base.region}.amazonaws.com/`;
    return {
      deviceCode: device.deviceCode,
      userCode: device.userCode,
      verificationUri,
      verificationUriComplete: `${verificationUri}?user_code=${device.userCode}`,
      expiresIn: DEVICE_LIFETIME_SECONDS,
      interval: POLL_INTERVAL_SECONDS,
    };
  },
});

/** The secret carries its own proof, and which client it is of. */
export function requireClient(world: World, clientId: string, clientSecret: string): void {
  const claims = unseal<ClientClaims>(world, 'client', clientSecret);
  if (claims?.clientId !== clientId) throw refused('InvalidClientException', 'Invalid client or client secret.');
}

/** An access portal is at `https://<identity store or name>.awsapps.com/start`. */
function centerAt(world: World, startUrl: string): IdentityCenter | undefined {
  const host = URL.canParse(startUrl) ? new URL(startUrl).hostname : '';
  const subdomain = /^([a-z0-9-]+)\.awsapps\.com$/.exec(host)?.[1];
  return world.identityCenters.find(({ base }) => subdomain === base.identityStoreId || subdomain === base.name);
}

function newUserCode({ world }: Call): string {
  const letters = Array.from({ length: 8 }, () => CODE_LETTERS[world.ids.below(CODE_LETTERS.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
