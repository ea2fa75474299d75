import type { Reading } from '../reading.ts';

/** What of the IAM of one AWS account need not be read again once it was read, should the worker be killed. */
export const iamPart = <T>(reading: Reading, what: string, read: (reading: Reading) => Promise<T>): Promise<T> =>
  reading.sink.part(`IAM of ${reading.own.nativeId}: ${what}`, () => read(reading));
