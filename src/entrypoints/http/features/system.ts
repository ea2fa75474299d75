import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../../core/shared/refusal.ts';
import { sendProblem } from '../core/problem.ts';
import { withNonce } from '../core/response-headers.ts';

export interface SystemRoutePorts {
  /** Null when this process can serve; otherwise a sentence why not. */
  notReadyBecause: () => Promise<string | null>;
  /** What does not work although it serves: an orchestrator that ended it would only take away the rest. */
  impairedBecause: () => Promise<string | null>;
  /** The built page (web/dist); null when this process serves the API only. */
  webDirectory: string | null;
}

/**
 * Liveness, readiness, and the page. Everything unknown under /api is a problem document; any other address that a
 * browser opens is the page itself, whose router knows the rest.
 */
export const registerSystemRoutes = async (app: FastifyInstance, ports: SystemRoutePorts): Promise<void> => {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (_, reply) => {
    const reason = await ports.notReadyBecause();
    if (reason !== null) return reply.code(503).send({ status: 'not-ready', reason });
    return reply.send({ status: 'ready', reason: null, impaired: await ports.impairedBecause() });
  });
  const { webDirectory } = ports;
  if (webDirectory !== null) await serveFiles(app, webDirectory);
  app.setNotFoundHandler((request, reply) =>
    webDirectory !== null && isPage(request) ? sendPage(reply, webDirectory) : sendNotFound(request, reply),
  );
};

const isPage = (request: FastifyRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  !/^\/(api|healthz|readyz)(\/|\?|$)/.test(request.url) &&
  (request.headers.accept ?? '').includes('text/html');

const sendNotFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendProblem(new Refusal('not-found', 'route-unknown', 'There is nothing at this address.'), request, reply);

/** Vite puts a hash of the content into every name under assets/: such a file never changes. */
const serveFiles = async (app: FastifyInstance, root: string): Promise<void> => {
  const names = await readdir(path.join(root, 'assets')).catch(() => []);
  await app.register(staticFiles, {
    root,
    index: false,
    dotfiles: 'deny',
    cacheControl: false,
    // The build may have left .br and .gz beside each file.
    preCompressed: names.some((name) => name.endsWith('.br')),
    setHeaders: (response, file) => {
      const isHashed = path.relative(root, file).startsWith(`assets${path.sep}`);
      response.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.get('/', { schema: { hide: true } }, (_, reply) => sendPage(reply, root));
};

const sendPage = async (reply: FastifyReply, root: string): Promise<FastifyReply> => {
  const html = await readFile(path.join(root, 'index.html'), 'utf8').catch(() => null);
  reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8');
  if (html === null)
    return reply
      .code(503)
      .send('<!doctype html><title>Countersign</title><p>The page is not built yet: run npm start.</p>');
  return reply.send(withNonce(reply, html));
};
