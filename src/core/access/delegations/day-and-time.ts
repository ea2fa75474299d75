import type { Instant } from '../../shared/ports.ts';

/** `2026-11-24 13:30 UTC`: instants in messages name their zone. */
export const dayAndTime = (instant: Instant): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
