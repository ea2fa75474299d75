import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Stands in a page for the nonce of its answer. */
export const noncePlaceholder = 'csp-nonce-placeholder';

/** Nothing of another origin, no inline script or style but by nonce, and in nobody's frame. */
const policy = (own: string): string =>
  `default-src 'none'; connect-src 'self'; font-src 'self'; ${own}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`;
/** Also of the files: a worker is held to the policy of its own file. */
const policyOfFiles = policy("script-src 'self'; style-src 'self'; img-src 'self'; worker-src 'self'");
/** Mantine puts its variables, and dialogs their scroll lock, into style elements of their own, which carry the nonce. */
const policyOfPage = (nonce: string): string =>
  policy(`script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; worker-src 'self'`);
/** The API reference begins with an inline script and draws its icons from data: addresses. */
const policyOfReference = (nonce: string): string =>
  policy(`script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:`);

/** The page for this one answer, with its nonce in header and text. */
export const withNonce = (reply: FastifyReply, html: string, isReference = false): string => {
  const nonce = randomBytes(18).toString('base64');
  reply.header('content-security-policy', isReference ? policyOfReference(nonce) : policyOfPage(nonce));
  return html.replaceAll(noncePlaceholder, nonce);
};

/** A year (RFC 6797). Not for subdomains: whose they are is not known here. */
const strictTransport = 'max-age=31536000';

/** Headers of every answer; of the API reference also its nonce. */
export const responseHeaders =
  (isHttps: boolean) =>
  async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'same-origin');
    reply.header('cross-origin-opener-policy', 'same-origin');
    if (isHttps) reply.header('strict-transport-security', strictTransport);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    const isReference =
      request.url.startsWith('/api/docs') && String(reply.getHeader('content-type')).startsWith('text/html');
    if (isReference && typeof payload === 'string') return withNonce(reply, payload, true);
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', policyOfFiles);
    return payload;
  };
