import { describe, expect, it } from 'vitest';
import { readEvents } from './events.ts';

async function eventsIn(pieces: readonly Uint8Array[]): Promise<string[]> {
  async function* body() {
    yield* pieces;
  }
  const events: string[] = [];
  for await (const event of readEvents(body())) events.push(event);
  return events;
}
const text = ': open\n\ndata: {"a":"é"}\n\n: still here\n\ndata: one\ndata: two\n\ndata: cut off';

describe('server-sent events', () => {
  it('gives the data of each whole event, without comments and without what was cut off', async () => {
    expect(await eventsIn([new TextEncoder().encode(text)])).toEqual(['{"a":"é"}', 'one\ntwo']);
  });

  it('reads the same however the network cuts the bytes', async () => {
    const bytes = new TextEncoder().encode(text.replaceAll('\n', '\r\n'));
    const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(await eventsIn(single)).toEqual(['{"a":"é"}', 'one\ntwo']);
  });
});
