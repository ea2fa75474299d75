import type { IdentityCenter } from '../state/identity-center/identity-center.ts';
import { type ScimToken, scimTokenHash } from '../state/identity-center/identity-center-scim.ts';
import type { World } from '../state/world.ts';

/** A token is good for a year, and an instance has two of them at most: one in use, one to rotate to. */
const LIFETIME_MS = 365 * 24 * 3600 * 1000;
const MAX_TOKENS = 2;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Automatic provisioning of every instance; no token's text. */
export function listScim({ identityCenters }: World): Answer {
  return { status: 200, body: { instances: identityCenters.map(described) } };
}

/** What AWS does in its console only: an identity provider becomes the source of an instance, and gets a token. */
export function createScimToken(world: World, body: Readonly<Record<string, unknown>>): Answer {
  const { instanceArn, ...unknown } = body;
  const [center, ...others] = world.identityCenters.filter(
    ({ base }) => instanceArn === undefined || base.instanceArn === instanceArn,
  );
  if (Object.keys(unknown).length > 0) return problem(400, 'only instanceArn can be given');
  if (!center) return problem(404, 'there is no such instance of Identity Center');
  if (others.length > 0) return problem(400, 'instanceArn: there are several instances');
  const { base } = center;
  const scim = base.scim ?? { tenantId: world.ids.lower(3) + world.ids.uuid(), tokens: [] };
  if (scim.tokens.length >= MAX_TOKENS) return problem(409, `there are ${MAX_TOKENS} tokens; delete one first`);
  const now = world.clock.now();
  const id = world.ids.uuid();
  const text = [id, world.ids.uuid(), world.ids.secret(), world.ids.secret()].join(':');
  const token: ScimToken = { id, sha256: scimTokenHash(text), createdAt: now, expiresAt: now + LIFETIME_MS };
  base.identitySource = 'EXTERNAL_IDP';
  base.scim = { ...scim, tokens: [...scim.tokens, token] };
  world.changed();
  const { tokens: _, ...where } = described(center);
  return { status: 201, body: { ...where, ...shown(token), token: text } };
}

/** Ends one token, or without an id provisioning as such: the next tenant is another. */
export function deleteScim(world: World, tokenId: string): Answer {
  let isFound = tokenId === '';
  for (const { base } of world.identityCenters) {
    if (!base.scim) continue;
    const tokens = base.scim.tokens.filter(({ id }) => id !== tokenId);
    isFound ||= tokens.length < base.scim.tokens.length;
    if (tokenId === '') delete base.scim;
    else base.scim = { ...base.scim, tokens };
  }
  if (!isFound) return problem(404, `there is no token ${tokenId}`);
  world.changed();
  return { status: 200, body: {} };
}

function described({ base }: IdentityCenter) {
  const { instanceArn, identitySource = 'IDENTITY_CENTER', scim, region } = base;
  if (!scim) return { instanceArn, identitySource, tokens: [] };
  const path = `/${scim.tenantId}/scim/v2/`;
  const endpoint = `https://scim.${region}.amazonaws.com${path}`;
  return { instanceArn, identitySource, tenantId: scim.tenantId, endpoint, path, tokens: scim.tokens.map(shown) };
}

function shown({ id, createdAt, expiresAt }: ScimToken) {
  return { tokenId: id, createdAt: new Date(createdAt).toISOString(), expiresAt: new Date(expiresAt).toISOString() };
}

function problem(status: number, text: string): Answer {
  return { status, body: { problem: text } };
}
