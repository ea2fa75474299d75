import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Pieces that are made ahead of a reader who is slower. */
const piecesAhead = 2;

/**
 * Sends JSON lines in the pieces in which they come, as fast as the caller takes them. The first piece is awaited before
 * the headers go out, so that a refusal is still a problem document; what fails later breaks the connection off.
 */
export const sendLines = async (reply: FastifyReply, pieces: AsyncIterable<string>): Promise<FastifyReply> => {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  const rest = { [Symbol.asyncIterator]: () => iterator };
  const all = async function* () {
    if (!first.done) yield first.value;
    yield* rest;
  };
  return reply.type('application/x-ndjson; charset=utf-8').send(Readable.from(all(), { highWaterMark: piecesAhead }));
};
