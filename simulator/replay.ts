import { callerOf } from './auth/authenticate.ts';
import { recordUse } from './auth/record-use.ts';
import { control } from './control/control-api.ts';
import { carryOut, findOperation } from './dispatch.ts';
import { AwsError } from './protocols/aws-error.ts';
import type { Codec } from './protocols/service-codec.ts';
import { recorded, recordRefusal } from './services/cloudtrail/recording/record-call.ts';
import { newCodec, SERVICES } from './services/services.ts';
import { settle } from './services/settle.ts';
import { type JournalEntry, Simulation } from './simulation.ts';
import type { World } from './state/world.ts';

/**
 * Does again what a journal says was done, at the same instants and with the same ids. Throws when the world is not
 * the one that the journal goes on from.
 */
export function replay(world: World, entries: Iterable<JournalEntry>): void {
  for (const entry of entries) {
    if (world.ids.drawn !== entry.idsDrawn) throw new Error('the journal goes on from another world');
    world.clock.hold(entry.realMs, () => repeat(world, entry));
  }
}

/** Made once: a world that lags does a few changes again at a time, all the time. */
const codecs = new Map<string, Codec>();

function codecOf(id: string): Codec {
  const known = codecs.get(id);
  if (known) return known;
  const service = SERVICES.find((one) => one.id === id);
  if (!service) throw new Error(`the journal names a service there is none of: ${id}`);
  const codec = newCodec(service);
  codecs.set(id, codec);
  return codec;
}

function repeat(world: World, entry: JournalEntry): void {
  if (entry.kind === 'settle') {
    settle(world);
    return;
  }
  if (entry.kind === 'control') {
    const simulation = new Simulation(() => world, world, { throttling: false, assignmentDelayMs: undefined });
    control(simulation, entry.method, entry.path, entry.body);
    return;
  }
  const caller = callerOf(world, entry.accessKeyId, entry.sessionToken);
  if (!caller) throw new Error(`the journal names an access key that nobody has: ${entry.accessKeyId}`);
  if (entry.kind === 'use') {
    recordUse(world, caller, entry.actionPrefix, entry.region);
    return;
  }
  const { accessKeyId, region, requestId, userAgent } = entry;
  const codec = codecOf(entry.service);
  const { service } = codec;
  const operation = findOperation(codec, entry.operation);
  const traced = { service, operation, caller, accessKeyId, region, requestId, userAgent };
  if (entry.kind === 'refusal') {
    recordRefusal(world, { ...traced, input: undefined }, new AwsError(entry.code, entry.message));
    return;
  }
  const { settings } = entry;
  const input = { ...entry.input };
  const parts = { world, caller, region, settings, pageFault: {}, requestId };
  try {
    recorded(world, { ...traced, input }, () => carryOut(service, operation.handler, parts, input));
  } catch (error) {
    // It was refused then too, after what was due had happened.
    if (!(error instanceof AwsError)) throw error;
  }
}
