/** Calls by `service:Operation`, as the simulated AWS counted them. */
export type Calls = Record<string, { calls: number; throttled: number }>;

/** How many calls were made, of all operations or of those counted. */
export const sumOf = (calls: Calls, isCounted: (operation: string) => boolean = () => true): number =>
  Object.entries(calls).reduce((sum, [operation, count]) => sum + (isCounted(operation) ? count.calls : 0), 0);

/** The same by AWS account that owns the credentials. */
export type CallsByAwsAccount = Record<string, Calls>;

/** What is left of calls when those made for something else are taken away. */
export const without = (calls: Calls, others: Calls = {}): Calls =>
  Object.fromEntries(
    Object.entries(calls).map(([operation, count]) => [
      operation,
      { ...count, calls: count.calls - (others[operation]?.calls ?? 0) },
    ]),
  );

export const isIam = (operation: string): boolean => operation.startsWith('iam:');

/** Identity Center and its directory, which share one rate. */
export const isIdentityCenter = (operation: string): boolean => /^(sso|identitystore):/.test(operation);
