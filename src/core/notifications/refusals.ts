import type { RefusalCodes } from '../shared/refusal-code.ts';

export const refusalCodes: RefusalCodes = {
  'notification-not-found': { kind: 'not-found', meaning: 'Your inbox has no such message.' },
};
