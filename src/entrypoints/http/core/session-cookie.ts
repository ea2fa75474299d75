import type { FastifyReply, FastifyRequest } from 'fastify';
import { pendingLimitMs } from '../../../core/security/model/oidc-request.ts';
import { absoluteLimitMs } from '../../../core/security/model/session-limits.ts';

/** A cookie's name carries `__Host-` on https, where the browser then enforces Secure, Path=/ and no Domain. */
const nameOf = (name: 'session' | 'sign_in', isHttps: boolean): string =>
  `${isHttps ? '__Host-' : ''}countersign_${name}`;

const cookie = (name: string, sameSite: 'lax' | 'strict', maxAgeMs: number, isHttps: boolean) => {
  const options = { httpOnly: true, sameSite, path: '/', secure: isHttps } as const;
  return {
    secretOf: (request: FastifyRequest): string | null => request.cookies[name] ?? null,
    set: (reply: FastifyReply, secret: string) =>
      reply.setCookie(name, secret, { ...options, maxAge: maxAgeMs / 1000 }),
    clear: (reply: FastifyReply) => reply.clearCookie(name, options),
  };
};

/** SameSite=Lax, so that a link in an e-mail finds you signed in; changes from other sites are refused besides. */
export const sessionCookie = (isHttps: boolean) => cookie(nameOf('session', isHttps), 'lax', absoluteLimitMs, isHttps);

/** Of a browser that is at the provider. Strict: it is our own page that comes with the answer, not the provider's redirect. */
export const signInCookie = (isHttps: boolean) => cookie(nameOf('sign_in', isHttps), 'strict', pendingLimitMs, isHttps);
