import type { RefusalCodes } from '../shared/refusal-code.ts';

export const refusalCodes: RefusalCodes = {
  'identity-provider-not-found': { kind: 'not-found', meaning: 'There is no such identity provider.' },
  'identity-provider-name-taken': { kind: 'conflict', meaning: 'Another identity provider has this name.' },
  'trust-unknown': { kind: 'invalid', meaning: 'Not a SAML or OIDC provider in AWS that you may see.' },
  'trust-taken': { kind: 'conflict', meaning: 'A provider in AWS belongs to another identity provider already.' },
  'csv-invalid': {
    kind: 'invalid',
    meaning: 'The file is no CSV with the columns group,email; the facts name each line. Nothing was changed.',
  },
  'pattern-invalid': {
    kind: 'invalid',
    meaning: 'The pattern is not in the language of mapping rules; the facts name the character.',
  },
  'idp-group-unknown': { kind: 'invalid', meaning: 'The identity provider has no such group.' },
  'mapped-role-unknown': { kind: 'invalid', meaning: 'There is no such role, or you may not see it.' },
  'federation-rule-not-found': { kind: 'not-found', meaning: 'There is no such mapping rule (any more).' },
};
