export interface OperationCount {
  calls: number;
  throttled: number;
  failed: number;
}

/** Calls by `service:Operation`, so that a test or a benchmark can say what something cost. */
export class Counters {
  #counts = new Map<string, OperationCount>();

  of(service: string, operation: string): OperationCount {
    const key = `${service}:${operation}`;
    const count = this.#counts.get(key) ?? { calls: 0, throttled: 0, failed: 0 };
    this.#counts.set(key, count);
    return count;
  }

  clear(): void {
    this.#counts.clear();
  }

  toJSON(): Record<string, OperationCount> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
