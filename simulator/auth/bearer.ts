import type { IncomingHttpHeaders } from 'node:http';
import { commonError } from '../protocols/aws-error.ts';
import type { IdentityCenter } from '../state/identity-center/identity-center.ts';
import { type ScimToken, scimTokenOf } from '../state/identity-center/identity-center-scim.ts';
import type { World } from '../state/world.ts';
import type { Caller } from './caller.ts';

const HOST = /^scim\.([a-z0-9-]+)\.amazonaws\.com(?::\d+)?$/i;
const PATH = /^\/([^/?]+)\/scim\/v2(?:\/([^?]*))?(?:\?|$)/;

/** The region that a Host of the SCIM endpoint names. */
export function scimRegion({ host = '' }: IncomingHttpHeaders): string | undefined {
  return HOST.exec(host)?.[1]?.toLowerCase();
}

/** Tenant and rest of a path of the SCIM endpoint: `/<tenant id>/scim/v2/<rest>`. */
export function scimPath(url: string): { readonly tenantId: string; readonly rest: string } | undefined {
  if (!url.includes('/scim/v2')) return undefined;
  const match = PATH.exec(url);
  return match ? { tenantId: match[1] ?? '', rest: match[2] ?? '' } : undefined;
}

/** Whoever has a token of the tenant in the path acts for its identity provider. All else is refused alike. */
export function authenticateBearer(
  world: World,
  { url, headers }: { readonly url: string; readonly headers: IncomingHttpHeaders },
) {
  const tenantId = scimPath(url)?.tenantId;
  const [, text] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const center = world.identityCenters.find(({ base }) => tenantId !== undefined && base.scim?.tenantId === tenantId);
  const token = center?.base.scim && text ? scimTokenOf(center.base.scim, text) : undefined;
  const { region } = center?.base ?? {};
  if (!center || !token || token.expiresAt <= world.clock.now() || (scimRegion(headers) ?? region) !== region) {
    throw commonError('scim', 'unknownKey', 'Authorization header is invalid or missing.');
  }
  return {
    caller: bearerCaller(center, token),
    region: center.base.region,
    accessKeyId: token.id,
    sessionToken: undefined,
  };
}

/** Who had the token with that id: a journal names tokens as it names access keys. */
export function bearerOf(world: World, tokenId: string): Caller | undefined {
  for (const center of world.identityCenters) {
    const token = center.base.scim?.tokens.find(({ id }) => id === tokenId);
    if (token) return bearerCaller(center, token);
  }
  return undefined;
}

function bearerCaller({ base }: IdentityCenter, { id }: ScimToken): Caller {
  const arn = `SCIM/${base.scim?.tenantId}`;
  return { awsAccountId: base.ownerAccountId, arn, principalArn: arn, userId: id, uniqueId: id };
}
