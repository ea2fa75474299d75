import type { RefusalCodes } from '../shared/refusal-code.ts';

export const refusalCodes: RefusalCodes = {
  'run-not-held': { kind: 'conflict', meaning: 'This sync run does not wait for a person, or not any more.' },
};
