import type { FederatedRightStores } from '../../core/access/federated/ports.ts';
import type { ProvisioningStores } from '../../core/access/provisioning-ports.ts';
import type { ConnectorStores } from '../../core/connectors/ports.ts';
import type { FederationStores } from '../../core/directory/federation/ports.ts';
import type { HoldStore } from '../../core/inventory/hold-ports.ts';
import type { Notifications } from '../../core/notifications/ports.ts';
import type { ReviewStores } from '../../core/reviews/ports.ts';
import type { AuditSealStores } from '../../core/security/audit/ports.ts';
import type { OidcStores } from '../../core/security/oidc/ports.ts';
import type { SealedValueStore } from '../../core/security/secrets/ports.ts';
import type { Transact } from '../../core/shared/transact.ts';
import { federatedRightStore } from './access/federated-right-store.ts';
import { type AccessRequestStores, requestStores } from './access/requests/request-stores.ts';
import { provisioningStores } from './access/right-stores.ts';
import { applicationStore } from './connectors/application-store.ts';
import { connectorStore } from './connectors/connector-store.ts';
import type { Database } from './database.ts';
import { federationStore } from './federation/federation-store.ts';
import { notificationStore } from './notifications/notification-store.ts';
import { reviewStores } from './reviews/review-stores.ts';
import { auditSealStore } from './security/audit/audit-seal-store.ts';
import { sealedValueStore } from './security/sealed-value-store.ts';
import { securityStores } from './security/security-stores.ts';
import { holdStore } from './sync/hold/hold-store.ts';
import { type Enqueue, runUnitOfWork } from './unit-of-work.ts';

/** Every store that use cases write with, bound to one transaction together with audit and jobs. */
export const createTransact =
  (
    database: Database,
    enqueue: Enqueue,
  ): Transact<
    OidcStores &
      AuditSealStores &
      ConnectorStores &
      ProvisioningStores &
      FederatedRightStores &
      AccessRequestStores &
      ReviewStores &
      FederationStores & { notifications: Notifications; holds: HoldStore; sealedValues: SealedValueStore }
  > =>
  (work) =>
    runUnitOfWork(database, enqueue, ({ executeSql, audit, enqueue: enqueueJob }) =>
      work({
        audit,
        enqueue: enqueueJob,
        ...securityStores(executeSql),
        auditSeal: auditSealStore(executeSql),
        sealedValues: sealedValueStore(executeSql),
        connectors: connectorStore(executeSql),
        holds: holdStore(executeSql),
        applications: applicationStore(executeSql),
        ...provisioningStores(executeSql),
        federatedRights: federatedRightStore(executeSql),
        ...requestStores(executeSql),
        ...reviewStores(executeSql),
        ...federationStore(executeSql),
        ...notificationStore(executeSql, enqueueJob),
      }),
    );
