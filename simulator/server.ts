import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CONTROL_PREFIX, control } from './control/control-api.ts';
import { dispatch, type Outcome, refuseTooLarge } from './dispatch.ts';
import { Router } from './protocols/routing.ts';
import { newCodec, SERVICES } from './services/services.ts';
import type { Simulation } from './simulation.ts';

const MAX_BODY_BYTES = 2 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);
const KEEP_ALIVE_MS = 65_000;

/** The HTTP server: AWS's services at `/`, the control API below `/_simulator`. */
export function createSimulatorServer(simulation: Simulation, afterCall: () => void): Server {
  const router = new Router(SERVICES.map(newCodec));
  const server = createServer((request, response) => {
    answer(simulation, router, request, response)
      .catch((error: unknown) => fail(response, error))
      .finally(afterCall);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

async function answer(
  simulation: Simulation,
  router: Router,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    send(request, response, refuseTooLarge(router, { method, url, headers, body: NOTHING }));
    return;
  }
  if (url === CONTROL_PREFIX || url.startsWith(`${CONTROL_PREFIX}/`)) {
    answerControl(simulation, request, response, body);
    return;
  }
  send(request, response, await dispatch(simulation, router, { method, url, headers, body }));
}

function send(request: IncomingMessage, response: ServerResponse, outcome: Outcome): void {
  if (outcome === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  response.writeHead(outcome.status, {
    'content-type': outcome.contentType,
    ...(outcome.status === 204 ? {} : { 'content-length': Buffer.byteLength(outcome.body) }),
    'x-amzn-requestid': outcome.requestId,
    ...(outcome.errorType ? { 'x-amzn-errortype': outcome.errorType } : {}),
  });
  if (outcome.isTruncated) {
    const body = Buffer.from(outcome.body);
    response.write(body.subarray(0, body.length >> 1), () => request.socket.destroy());
    return;
  }
  response.end(outcome.body);
}

/** Undefined for a body that is too large. By events, which for one small chunk cost less than an async iterator. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) resolve(undefined);
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size)));
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new Error('the connection ended within a request'));
    });
  });
}

/** The control API shows every secret of the world: it answers this machine only, and no page in a browser. */
function answerControl(simulation: Simulation, request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  const address = request.socket.remoteAddress ?? '';
  const isLoopback = address === '::1' || /^(::ffff:)?127\./.test(address);
  const isNamedSo = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '');
  if (!isLoopback || !isNamedSo || request.headers.origin !== undefined) {
    response.writeHead(403).end();
    return;
  }
  const path = (request.url ?? '').split('?')[0] ?? '';
  const method = request.method ?? 'GET';
  const text = body.toString();
  const { status, body: value } = simulation.change(
    () => ({ kind: 'control', method, path, body: text }),
    () => control(simulation, method, path, text),
  );
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) return;
  console.error(error);
  response.writeHead(500).end();
}
