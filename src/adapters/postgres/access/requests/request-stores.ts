import type { PolicyStores } from '../../../../core/access/policies/ports.ts';
import type { RequestStores } from '../../../../core/access/requests/ports.ts';
import type { ExecuteSql } from '../../database.ts';
import { delegationStore } from '../delegations/delegation-store.ts';
import { policyStore } from '../policies/policy-store.ts';
import { accessFacts } from './access-facts.ts';
import { requestStore } from './request-store.ts';

export type AccessRequestStores = Pick<RequestStores, 'requests' | 'accessFacts' | 'delegations'> &
  Pick<PolicyStores, 'policies'>;

/** What policies and requests write and read, bound to one transaction. */
export const requestStores = (executeSql: ExecuteSql): AccessRequestStores => ({
  policies: policyStore(executeSql),
  requests: requestStore(executeSql),
  delegations: delegationStore(executeSql),
  accessFacts: accessFacts(executeSql),
});
