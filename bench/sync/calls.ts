/** Calls by `service:Operation`, as the simulated AWS counted them. */
export type Calls = Record<string, { calls: number; throttled: number }>;

/** How many calls were made, of all operations or of those counted. */
export const sumOf = (calls: Calls, isCounted: (operation: string) => boolean = () => true): number =>
  Object.entries(calls).reduce((sum, [operation, count]) => sum + (isCounted(operation) ? count.calls : 0), 0);

/** Identity Center and its directory, which share one rate. */
export const isIdentityCenter = (operation: string): boolean => /^(sso|identitystore):/.test(operation);
