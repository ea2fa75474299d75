import type { ReadCall, TrailEvent } from './trail-event.ts';

const DAY_MS = 24 * 3600 * 1000;
/** "You can look up events that occurred in a Region within the last 90 days" (LookupEvents). */
export const HISTORY_MS = 90 * DAY_MS;
/** The newest of all AWS accounts together: reading a large world costs ten thousand calls, and memory has an end. */
export const KEPT_READS = 20_000;
/** As much as a test of weeks writes; beyond, the oldest go first. */
export const KEPT_WRITES = 100_000;

/** An event in its place: the one with the higher number came later. */
export interface Kept<T = TrailEvent | ReadCall> {
  readonly number: number;
  readonly event: T;
}

/**
 * The event history of every AWS account. Events of calls that changed something, or gave credentials, are part of the
 * world and kept 90 days; of calls that only read, the newest are kept while the process runs.
 */
export class EventTrail {
  #writes: Kept<TrailEvent>[];
  readonly #reads: Kept<ReadCall>[] = [];
  /** Where the next read goes once the ring is full: the oldest is there. */
  #next = 0;
  /** From one on: page tokens count down from a power of ten. */
  #count: number;

  constructor(events: readonly TrailEvent[] = []) {
    this.#writes = events.map((event, index) => ({ number: index + 1, event }));
    this.#count = events.length + 1;
  }

  add(event: TrailEvent): void {
    this.#writes.push({ number: this.#count++, event });
    const [oldest] = this.#writes;
    const isDue = oldest !== undefined && oldest.event.at < event.at - HISTORY_MS - DAY_MS;
    // A tenth or a day at once, so that dropping costs nothing per event.
    if (this.#writes.length > KEPT_WRITES * 1.1) this.#writes = this.#writes.slice(-KEPT_WRITES);
    else if (isDue) this.#writes = this.#writes.filter((kept) => kept.event.at >= event.at - HISTORY_MS);
  }

  addRead(event: ReadCall): void {
    const kept = { number: this.#count++, event };
    if (this.#reads.length < KEPT_READS) {
      this.#reads.push(kept);
      return;
    }
    this.#reads[this.#next] = kept;
    this.#next = (this.#next + 1) % KEPT_READS;
  }

  /** The history of one AWS account in one region since an instant, newest first. */
  since(startAt: number, awsAccountId: string, region: string): Kept[] {
    const isWanted = ({ event }: Kept) =>
      event.at >= startAt && event.awsAccountId === awsAccountId && event.region === region;
    const found = [...this.#writes.filter(isWanted), ...this.#reads.filter(isWanted)];
    return found.sort((a, b) => b.number - a.number);
  }

  toData(): readonly TrailEvent[] {
    return this.#writes.map(({ event }) => event);
  }
}
