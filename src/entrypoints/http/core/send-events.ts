import type { OutgoingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';

const heartbeatMs = 15_000;
const openAfterMs = 500;

/**
 * Sends each item as one server-sent event. The first item is awaited a moment before the headers go out, so that a
 * refusal is still a problem document, and a stream that has nothing to say yet opens all the same. A comment every
 * 15 s keeps proxies from closing a quiet stream.
 */
export const sendEvents = async (
  request: FastifyRequest,
  reply: FastifyReply,
  items: AsyncIterable<unknown>,
): Promise<FastifyReply> => {
  const iterator = items[Symbol.asyncIterator]();
  const first = iterator.next();
  await Promise.race([first, wait(openAfterMs, undefined, { ref: false })]);
  reply.hijack();
  const raw = reply.raw;
  raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(': open\n\n');
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs);
  try {
    let next = await first;
    while (!next.done && !raw.destroyed) {
      raw.write(`data: ${JSON.stringify(next.value)}\n\n`);
      next = await iterator.next();
    }
  } catch (error) {
    request.log.error({ err: error }, 'event stream ended by an error');
  } finally {
    clearInterval(heartbeat);
    await iterator.return?.();
    raw.end();
  }
  return reply;
};
