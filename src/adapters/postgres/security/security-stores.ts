import type { SecurityStores } from '../../../core/security/ports.ts';
import type { ExecuteSql } from '../database.ts';
import { apiTokenStore } from './api-token-store.ts';
import { firstRunTokenStore } from './first-run-token-store.ts';
import { idempotencyKeys } from './idempotency-keys.ts';
import { localCredentialStore } from './local-credential-store.ts';
import { personStore } from './person-store.ts';
import { sessionStore } from './session-store.ts';

/** What sign-in and roles write, bound to one transaction. */
export const securityStores = (executeSql: ExecuteSql): SecurityStores => ({
  people: personStore(executeSql),
  sessions: sessionStore(executeSql),
  credentials: localCredentialStore(executeSql),
  firstRunTokens: firstRunTokenStore(executeSql),
  apiTokens: apiTokenStore(executeSql),
  idempotency: idempotencyKeys(executeSql),
});
