import { timingSafeEqual } from 'node:crypto';
import type { Tag } from '../state/iam/iam-entities.ts';
import type { World } from '../state/world.ts';
import type { OnBehalfOf } from './caller.ts';

/** What a session token says. It is self-contained, so sessions survive a restart and cost no memory. */
export interface SessionClaims {
  readonly accessKeyId: string;
  readonly awsAccountId: string;
  readonly roleName: string;
  readonly roleId: string;
  readonly sessionName: string;
  readonly expiresAt: number;
  readonly policies: readonly string[];
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
  readonly startedAt?: number;
  readonly onBehalfOf?: OnBehalfOf;
}

const MAX_CACHED_TOKENS = 5_000;
const MAC_LENGTH = 43;
const claimsByToken = new WeakMap<World, Map<string, SessionClaims>>();

export function issueSessionToken(world: World, claims: SessionClaims): { token: string; secret: string } {
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const token = body + world.mac(`session/${body}`).toString('base64url');
  return { token, secret: sessionSecret(world, token) };
}

/** The claims of a token that this world issued, else undefined. */
export function readSessionToken(world: World, token: string): SessionClaims | undefined {
  const cache = claimsByToken.get(world) ?? new Map<string, SessionClaims>();
  claimsByToken.set(world, cache);
  const cached = cache.get(token);
  if (cached) return cached;
  const body = token.slice(0, -MAC_LENGTH);
  const mac = Buffer.from(token.slice(-MAC_LENGTH), 'base64url');
  const expected = world.mac(`session/${body}`);
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) return undefined;
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as SessionClaims;
  if (cache.size >= MAX_CACHED_TOKENS) cache.clear();
  cache.set(token, claims);
  return claims;
}

export function sessionSecret(world: World, token: string): string {
  return world.mac(`secret/${token}`).toString('base64').slice(0, 40);
}
