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

/** Headers of every answer, whatever becomes of it; a page then takes a policy of its own. */
export const responseHeaders =
  (isHttps: boolean) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': policyOfFiles,
      ...(isHttps ? { 'strict-transport-security': strictTransport } : {}),
      ...(request.url.startsWith('/api/') ? { 'cache-control': 'no-store' } : {}),
    });
  };

/** The page of the API reference is made by its package, with our placeholder in it. */
export const nonceOfReference = async (request: FastifyRequest, reply: FastifyReply, payload: unknown) =>
  request.url.startsWith('/api/docs/') &&
  typeof payload === 'string' &&
  String(reply.getHeader('content-type')).startsWith('text/html')
    ? withNonce(reply, payload, true)
    : payload;
