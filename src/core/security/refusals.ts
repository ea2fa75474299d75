import type { RefusalCodes } from '../shared/refusal-code.ts';

export const refusalCodes: RefusalCodes = {
  'permission-missing': { kind: 'forbidden', meaning: 'None of your roles gives the permission this needs.' },
  'cross-site-request': { kind: 'forbidden', meaning: 'A change with the session cookie came from another site.' },
  'sign-in-refused': {
    kind: 'forbidden',
    meaning: 'E-mail or password is wrong, or sign-in is closed for 15 minutes.',
  },
  'local-sign-in-off': {
    kind: 'forbidden',
    meaning: 'No password opens anything here: COUNTERSIGN_LOCAL_SIGN_IN is off.',
  },
  'oidc-off': { kind: 'not-found', meaning: 'No OpenID Connect provider is set up (OIDC_ISSUER).' },
  'oidc-sign-in-unknown': {
    kind: 'forbidden',
    meaning: 'The sign-in was begun in another browser or at another address, was used, or took over ten minutes.',
  },
  'oidc-denied': {
    kind: 'forbidden',
    meaning: 'You declined at the provider, or are not assigned to Countersign there.',
  },
  'oidc-claim-missing': {
    kind: 'forbidden',
    meaning:
      'The provider did not send a claim, named in the facts: have it send it, or ask for its scope (OIDC_SCOPES).',
  },
  'oidc-email-unverified': {
    kind: 'forbidden',
    meaning: 'The provider does not vouch for the e-mail address (OIDC_EMAIL_VERIFIED_CLAIM).',
  },
  'oidc-person-linked': {
    kind: 'forbidden',
    meaning:
      'The person with this e-mail is another user of the provider; Settings > Members unlinks one that is gone.',
  },
  'oidc-code-refused': {
    kind: 'forbidden',
    meaning: 'The provider does not take its own code any more: sign in again.',
  },
  'oidc-provider-unreachable': {
    kind: 'unavailable',
    meaning: 'The provider does not answer; heals by itself. Check that the server reaches OIDC_ISSUER.',
  },
  'oidc-provider-answer': {
    kind: 'unavailable',
    meaning: 'The provider answered what does not fit, e.g. another issuer: check OIDC_ISSUER.',
  },
  'oidc-provider-refused': {
    kind: 'unavailable',
    meaning: 'The provider refused the request, with its error in the facts: check the client there and OIDC_SCOPES.',
  },
  'oidc-client-refused': {
    kind: 'unavailable',
    meaning: 'The provider does not take our client id and secret, or the file of the secret cannot be read.',
  },
  'oidc-redirect-uri-refused': {
    kind: 'unavailable',
    meaning: 'The redirect URI, in the facts, is not registered at the provider; it follows from PUBLIC_URL.',
  },
  'oidc-clock-skew': {
    kind: 'unavailable',
    meaning: 'The clocks of server and provider are too far apart: set both by NTP.',
  },
  'demo-only': { kind: 'not-found', meaning: 'There in the demo only, and this is not the demo.' },
  'demo-person-unknown': { kind: 'not-found', meaning: 'Nobody of that id in the demo.' },
  'first-run-over': { kind: 'conflict', meaning: 'There is a Super Administrator already.' },
  'first-run-link-invalid': { kind: 'forbidden', meaning: 'The first-run link is unknown, used, or too old.' },
  'person-inactive': { kind: 'conflict', meaning: 'The directory says that this person has left.' },
  'member-not-found': { kind: 'not-found', meaning: 'There is no such person.' },
  'member-exists': { kind: 'conflict', meaning: 'Somebody with this e-mail, named in the facts, is here already.' },
  'own-role': { kind: 'forbidden', meaning: 'Nobody gives a role to themselves; another Super Administrator does.' },
  'last-super-administrator': {
    kind: 'conflict',
    meaning: 'They are the last active Super Administrator; somebody else must be one first.',
  },
  'session-needed': { kind: 'forbidden', meaning: 'This needs a session; an API token is not enough.' },
  'api-token-not-found': { kind: 'not-found', meaning: 'You have no such API token.' },
  'api-token-already-made': {
    kind: 'conflict',
    meaning: 'This Idempotency-Key made a token before; its secret was shown then and can not be shown again.',
  },
  'idempotency-key-reused': { kind: 'conflict', meaning: 'This Idempotency-Key was sent before with another body.' },
  'idempotency-key-invalid': { kind: 'invalid', meaning: 'An Idempotency-Key has 1 to 200 printable characters.' },
  'if-match-invalid': { kind: 'invalid', meaning: 'If-Match is not a version.' },
  'secret-not-opened': {
    kind: 'conflict',
    meaning: 'The key is not rotated: a stored secret opens neither with the present key nor with the new one (SEC-4).',
  },
  'evidence-key-missing': {
    kind: 'unavailable',
    meaning: 'The signing key is encrypted at rest, and COUNTERSIGN_SECRET_KEY_FILE is not set or names another file.',
  },
  'cursor-invalid': { kind: 'invalid', meaning: 'The cursor is not one that this list gave out.' },
};
