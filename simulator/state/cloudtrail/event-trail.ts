import type { ReadCall, TrailEvent } from './trail-event.ts';

const DAY_MS = 24 * 3600 * 1000;
/** "You can look up events that occurred in a Region within the last 90 days" (LookupEvents). */
export const HISTORY_MS = 90 * DAY_MS;
/** The newest of all AWS accounts together: reading a large world costs ten thousand calls, and memory has an end. */
export const KEPT_READS = 20_000;
/** As much as a test of weeks writes; beyond, the oldest go first. */
const KEPT_WRITES = 100_000;

/**
 * The event history of every AWS account. Events of calls that changed something, or gave credentials, are part of the
 * world and kept 90 days; of calls that only read, the newest are kept while the process runs.
 */
export class EventTrail {
  #writes: TrailEvent[];
  readonly #reads: ReadCall[] = [];
  /** Where the next read goes once the ring is full: the oldest is there. */
  #next = 0;

  constructor(events: readonly TrailEvent[] = []) {
    this.#writes = [...events];
  }

  add(event: TrailEvent): void {
    this.#writes.push(event);
    const [oldest] = this.#writes;
    const isDue = oldest !== undefined && oldest.at < event.at - HISTORY_MS - DAY_MS;
    // A tenth or a day at once, so that dropping costs nothing per event.
    if (this.#writes.length > KEPT_WRITES * 1.1) this.#writes = this.#writes.slice(-KEPT_WRITES);
    else if (isDue) this.#writes = this.#writes.filter(({ at }) => at >= event.at - HISTORY_MS);
  }

  addRead(call: ReadCall): void {
    if (this.#reads.length < KEPT_READS) {
      this.#reads.push(call);
      return;
    }
    this.#reads[this.#next] = call;
    this.#next = (this.#next + 1) % KEPT_READS;
  }

  /** The history of one AWS account in one region since an instant, newest first. */
  since(startAt: number, awsAccountId: string, region: string): (TrailEvent | ReadCall)[] {
    const isWanted = (one: TrailEvent | ReadCall) =>
      one.at >= startAt && one.awsAccountId === awsAccountId && one.region === region;
    const found = [...this.#writes.filter(isWanted), ...this.#reads.filter(isWanted)];
    return found.sort((a, b) => b.at - a.at || (a.requestId < b.requestId ? -1 : 1));
  }

  toData(): readonly TrailEvent[] {
    return [...this.#writes];
  }
}
