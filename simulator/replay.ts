import { callerOf } from './auth/authenticate.ts';
import { recordUse } from './auth/record-use.ts';
import { control } from './control/control-api.ts';
import { carryOut, findOperation } from './dispatch.ts';
import { AwsError } from './protocols/aws-error.ts';
import { ServiceCodec } from './protocols/service-codec.ts';
import { SERVICES } from './services/services.ts';
import { type JournalEntry, Simulation } from './simulation.ts';
import type { World } from './state/world.ts';

/**
 * Does again what a journal says was done, at the same instants and with the same ids. Throws when the world is not
 * the one that the journal goes on from.
 */
export function replay(world: World, entries: Iterable<JournalEntry>): void {
  const codecs = new Map(SERVICES.map((service) => [service.id, new ServiceCodec(service)]));
  for (const entry of entries) {
    if (world.ids.drawn !== entry.idsDrawn) throw new Error('the journal goes on from another world');
    world.clock.hold(entry.realMs, () => repeat(world, codecs, entry));
  }
}

function repeat(world: World, codecs: ReadonlyMap<string, ServiceCodec>, entry: JournalEntry): void {
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
  const { service, operation, input, region, settings, requestId } = entry;
  const codec = codecs.get(service);
  if (!codec) throw new Error(`the journal names a service there is none of: ${service}`);
  const { handler } = findOperation(codec, operation);
  try {
    carryOut(codec.service, handler, { world, caller, region, settings, pageFault: {}, requestId }, { ...input });
  } catch (error) {
    // It was refused then too, after what was due had happened.
    if (!(error instanceof AwsError)) throw error;
  }
}
