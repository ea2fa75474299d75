import type { World } from '../../../state/world.ts';

const SHORTEST_DELAY_MS = 2_000;
export const LONGEST_DELAY_MS = 10_000;

/**
 * Events of reads draw no ids, or every read would be a change of the world. What the world's seed makes of the
 * request's id is as good.
 */
export function readEventId(world: World, requestId: string): string {
  const hex = world.mac(`event/${requestId}`).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** How long an event is under way when nobody says otherwise: 2 to 10 s, so that a later one may overtake it. */
export function seededDelayMs(world: World, eventId: string): number {
  const draw = world.mac(`event-delay/${eventId}`).readUInt32BE(0);
  return SHORTEST_DELAY_MS + (draw % (LONGEST_DELAY_MS - SHORTEST_DELAY_MS + 1));
}
