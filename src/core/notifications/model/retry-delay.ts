const firstSeconds = 15;
const longestSeconds = 3600;
/** About three days of trying, as RFC 5321 (4.5.4.1) asks of who gives up. */
const lastAttempt = 80;

/** After attempt 1, 2, 3 …: 15 s, 30 s, 1 min … at most an hour; null after the last. */
export const retryDelaySeconds = (attempt: number): number | null =>
  attempt >= lastAttempt ? null : Math.min(longestSeconds, firstSeconds * 2 ** Math.min(attempt - 1, 20));
