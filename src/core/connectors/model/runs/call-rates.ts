/** What shares one limit of AWS's: Identity Center and its directory do (SYN-3); every other service is its own. */
export const rateFamilyOf = (operation: string): string => {
  const service = operation.slice(0, operation.indexOf(':'));
  return service === 'sso' || service === 'identitystore' ? 'identity-center' : service;
};

export interface CallRateView {
  family: string;
  calls: number;
  perSecond: number | null;
  limitPerSecond: number | null;
}

/** Shorter than this, a rate says more about how calls arrive than about how fast they were made. */
const shortestMs = 1000;

/** Calls per second of each family over the time of reading, beside its limit; what was not measured stays unknown. */
export const callRates = (
  calls: readonly { operation: string; actual: number }[],
  readingMs: number | null,
  limits: Record<string, number>,
): CallRateView[] => {
  const made = new Map<string, number>();
  for (const { operation, actual } of calls) {
    const family = rateFamilyOf(operation);
    made.set(family, (made.get(family) ?? 0) + actual);
  }
  return [...made]
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([family, count]) => ({
      family,
      calls: count,
      perSecond: readingMs === null || readingMs < shortestMs ? null : (1000 * count) / readingMs,
      limitPerSecond: limits[family] ?? null,
    }));
};
