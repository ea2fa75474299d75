import { type Event, LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import type { Clients } from './clients.ts';

/** What CloudTrail wrote, with its JSON read. */
export type SeenEvent = Event & { readonly record: Readonly<Record<string, unknown>> };

/** The first page of the caller's event history in the region of the clients. */
export async function lookUp({ cloudTrail }: Clients, input: LookupEventsCommandInput = {}): Promise<SeenEvent[]> {
  const { Events = [] } = await cloudTrail.send(new LookupEventsCommand(input));
  return Events.map((event) => ({ ...event, record: JSON.parse(event.CloudTrailEvent ?? '') }));
}
