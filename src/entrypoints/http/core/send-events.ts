import type { FastifyReply, FastifyRequest } from 'fastify';

const heartbeatMs = 15_000;

/**
 * Sends each item as one server-sent event. The first item is awaited before the headers go out, so that a refusal is
 * still a problem document. A comment every 15 s keeps proxies from closing a quiet stream.
 */
export const sendEvents = async (
  request: FastifyRequest,
  reply: FastifyReply,
  items: AsyncIterable<unknown>,
): Promise<FastifyReply> => {
  const iterator = items[Symbol.asyncIterator]();
  let next = await iterator.next();
  reply.hijack();
  const raw = reply.raw;
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  raw.write(': open\n\n');
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs);
  try {
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
