import { timingSafeEqual } from 'node:crypto';
import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { DirectoryUser } from '../../state/identity-center/identity-center-entities.ts';
import type { World } from '../../state/world.ts';

/** What a token of the sign-in service says; self-contained, so that it survives a restart and costs no memory. */
export interface SignInClaims {
  readonly signInId: string;
  readonly instanceArn: string;
  readonly userId: string;
  readonly expiresAt: number;
}

type TokenKind = 'access' | 'refresh' | 'client';

const MAC_LENGTH = 43;

/** A token nobody can make up: claims, and a code over them and the token's kind. */
export function seal(world: World, kind: TokenKind, claims: object): string {
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return body + world.mac(`sign-in/${kind}/${body}`).toString('base64url');
}

/** The claims of a token of that kind that this world made, else undefined. */
export function unseal<T extends { readonly expiresAt: number }>(
  world: World,
  kind: TokenKind,
  token: string,
): T | undefined {
  const body = token.slice(0, -MAC_LENGTH);
  const mac = Buffer.from(token.slice(-MAC_LENGTH), 'base64url');
  const expected = world.mac(`sign-in/${kind}/${body}`);
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) return undefined;
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as T;
  return claims.expiresAt > world.clock.now() ? claims : undefined;
}

export interface SignedIn {
  readonly center: IdentityCenter;
  readonly user: DirectoryUser;
  readonly claims: SignInClaims;
}

/** Whose token it is. Nobody's once the sign-in ended or its user is gone or disabled. */
export function signedIn(world: World, kind: 'access' | 'refresh', token: string): SignedIn | undefined {
  const claims = unseal<SignInClaims>(world, kind, token);
  const center = claims && world.identityCenters.find(({ base }) => base.instanceArn === claims.instanceArn);
  const user = center?.users.get(claims?.userId ?? '');
  if (!claims || !center || user?.status !== 'ENABLED') return undefined;
  return center.signIns.hasEnded(claims.signInId) ? undefined : { center, user, claims };
}

/** Who it is in every AWS account's history: what CloudTrail calls the one on whose behalf a session acts. */
export function onBehalfOf({ center, user }: SignedIn): { userId: string; identityStoreArn: string } {
  const { ownerAccountId, identityStoreId } = center.base;
  return {
    userId: user.id,
    identityStoreArn: `arn:aws:identitystore::${ownerAccountId}:identitystore/${identityStoreId}`,
  };
}
