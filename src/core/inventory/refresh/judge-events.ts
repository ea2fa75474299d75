import type { Instant } from '../../shared/ports.ts';
import { type AwsEvent, isOwnCall } from '../model/events/aws-event.ts';
import { isOfServiceRead, meaningOf } from '../model/events/meaning-of-event.ts';
import type { Touched } from '../model/events/touched.ts';
import type { KeptEvent } from './ports.ts';

export interface JudgedEvents {
  kept: KeptEvent[];
  touched: Touched[];
  /** Of services that we read, with a name that says nothing to us: `iam:NewOperation`. */
  unknown: string[];
}

/**
 * What a look has found: what to keep, and what was touched since the last full run. Calls of our own are neither: what
 * they changed the ledger knows, and it has been published.
 */
export function judgeEvents(
  events: readonly AwsEvent[],
  {
    roleArn,
    isKept,
    readAt,
    settledAt,
  }: { roleArn: string; isKept(id: string): boolean; readAt: Instant; settledAt: Instant },
): JudgedEvents {
  const judged: JudgedEvents = { kept: [], touched: [], unknown: [] };
  const seen = new Set<string>();
  for (const event of events) {
    // What is younger may not be seen everywhere in AWS yet; the next look finds it again.
    if (!isOfServiceRead(event.source) || event.at > settledAt || isKept(event.id) || seen.has(event.id)) continue;
    seen.add(event.id);
    if (event.isRefused || isOwnCall(event, roleArn)) continue;
    const meaning = meaningOf(event);
    if (meaning === null) judged.unknown.push(`${event.source.split('.')[0]}:${event.name}`);
    else if (meaning.touched.length === 0) continue;
    judged.kept.push({ ...event, isKnown: meaning !== null, explained: meaning?.explained ?? [] });
    if (meaning && event.at > readAt) judged.touched.push(...meaning.touched);
  }
  return judged;
}
