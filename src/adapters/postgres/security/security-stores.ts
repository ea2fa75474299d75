import type { OidcStores } from '../../../core/security/oidc/ports.ts';
import type { ExecuteSql } from '../database.ts';
import { apiTokenStore } from './api-token-store.ts';
import { firstRunTokenStore } from './first-run-token-store.ts';
import { idempotencyKeys } from './idempotency-keys.ts';
import { localCredentialStore } from './local-credential-store.ts';
import { oidcSubjectStore } from './oidc-subject-store.ts';
import { pendingSignInStore } from './pending-sign-in-store.ts';
import { personStore } from './person-store.ts';
import { sessionStore } from './session-store.ts';

/** What sign-in and roles write, bound to one transaction. */
export const securityStores = (executeSql: ExecuteSql): Omit<OidcStores, 'notifications'> => ({
  people: personStore(executeSql),
  sessions: sessionStore(executeSql),
  credentials: localCredentialStore(executeSql),
  firstRunTokens: firstRunTokenStore(executeSql),
  apiTokens: apiTokenStore(executeSql),
  pendingSignIns: pendingSignInStore(executeSql),
  oidcSubjects: oidcSubjectStore(executeSql),
  idempotency: idempotencyKeys(executeSql),
});
