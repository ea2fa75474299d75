export interface OperationCount {
  calls: number;
  throttled: number;
  failed: number;
}

type Counts = Map<string, OperationCount>;

/** Calls by `service:Operation`, so that a test or a benchmark can say what something cost, in all and to whom. */
export class Counters {
  #counts: Counts = new Map();
  #byAwsAccount = new Map<string, Counts>();

  of(service: string, operation: string): OperationCount {
    return countOf(this.#counts, `${service}:${operation}`);
  }

  /** One call, throttle or failure more, of the principals of an AWS account. */
  add(what: keyof OperationCount, service: string, operation: string, awsAccountId: string): void {
    const key = `${service}:${operation}`;
    let ofAwsAccount = this.#byAwsAccount.get(awsAccountId);
    if (!ofAwsAccount) {
      ofAwsAccount = new Map();
      this.#byAwsAccount.set(awsAccountId, ofAwsAccount);
    }
    countOf(this.#counts, key)[what] += 1;
    countOf(ofAwsAccount, key)[what] += 1;
  }

  clear(): void {
    this.#counts.clear();
    this.#byAwsAccount.clear();
  }

  toJSON(): Record<string, OperationCount> {
    return sorted(this.#counts);
  }

  /** The same by AWS account that owns the credentials; those whom nobody signs for are left out. */
  byAwsAccount(): Record<string, Record<string, OperationCount>> {
    const signed = [...this.#byAwsAccount].filter(([awsAccountId]) => awsAccountId !== '');
    return Object.fromEntries(signed.map(([awsAccountId, counts]) => [awsAccountId, sorted(counts)]));
  }
}

function countOf(counts: Counts, key: string): OperationCount {
  let count = counts.get(key);
  if (!count) {
    count = { calls: 0, throttled: 0, failed: 0 };
    counts.set(key, count);
  }
  return count;
}

function sorted(counts: Counts): Record<string, OperationCount> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
