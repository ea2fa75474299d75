import type { RefusalKind } from './refusal.ts';

/** One line of a feature's table of stable codes; docs/errors.md is checked against these. */
export interface RefusalCode {
  kind: RefusalKind;
  meaning: string;
}
export type RefusalCodes = Record<string, RefusalCode>;
