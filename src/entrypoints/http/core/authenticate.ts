import type { FastifyRequest } from 'fastify';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { Look } from '../../../core/security/read-credentials.ts';
import { Refusal } from '../../../core/shared/refusal.ts';
import { sessionCookie } from './session-cookie.ts';

/** Finds who a session cookie or bearer token stands for; null when it stands for nobody (any more). */
export interface CredentialReader {
  viewerOfSession(secret: string, look: Look): Promise<Viewer | null>;
  viewerOfApiToken(secret: string, look: Look): Promise<Viewer | null>;
}
export interface Authenticator {
  viewerOf(request: FastifyRequest): Promise<Viewer | null>;
  /** Who the request stands for now, while it is still being answered; that keeps no session from idling out. */
  stillViewerOf(request: FastifyRequest): Promise<Viewer | null>;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A page of another site may make the browser send our cookie, but not forge Origin or Sec-Fetch-Site: a change that
 * comes with the cookie must come from our own pages (SEC-1). Bearer tokens are never sent by a browser on its own.
 */
export const requireSameOrigin = (request: FastifyRequest): void => {
  if (safeMethods.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const isSame =
    site !== undefined
      ? site === 'same-origin' || site === 'none'
      : origin === undefined || URL.parse(origin)?.host === request.headers.host;
  if (!isSame)
    throw new Refusal('forbidden', 'cross-site-request', 'This change came from another site and was not carried out.');
};

const bearerOf = ({ headers }: FastifyRequest): string | null =>
  headers.authorization?.startsWith('Bearer ') ? headers.authorization.slice('Bearer '.length) : null;

/** Signed in, and not by an API token. */
export const hasSession = (request: FastifyRequest): boolean => bearerOf(request) === null;

export const createAuthenticator = (credentials: CredentialReader, isHttps: boolean): Authenticator => {
  const cookie = sessionCookie(isHttps);
  const find = async (request: FastifyRequest, look: Look): Promise<Viewer | null> => {
    const bearer = bearerOf(request);
    if (bearer !== null) return credentials.viewerOfApiToken(bearer, look);
    const secret = cookie.secretOf(request);
    if (!secret) return null;
    requireSameOrigin(request);
    return credentials.viewerOfSession(secret, look);
  };
  return {
    viewerOf: (request) => find(request, 'use'),
    stillViewerOf: (request) => find(request, 'check'),
  };
};
