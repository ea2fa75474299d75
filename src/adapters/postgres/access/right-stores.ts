import type { ProvisioningStores } from '../../../core/access/provisioning-ports.ts';
import type { ExecuteSql } from '../database.ts';
import { leaseStore } from './lease-store.ts';
import { rightLedger } from './ledger/right-ledger.ts';
import { manualTaskStore } from './manual-task-store.ts';
import { revocationStore } from './revocation-store.ts';
import { rightUnitStore } from './right-unit-store.ts';

/** Everything that changes rights, bound to one transaction. */
export const provisioningStores = (executeSql: ExecuteSql): ProvisioningStores => ({
  leases: leaseStore(executeSql),
  revocations: revocationStore(executeSql),
  units: rightUnitStore(executeSql),
  ledger: rightLedger(executeSql),
  manualTasks: manualTaskStore(executeSql),
  owners: {
    async ownersOf(connectorId) {
      const { rows } = await executeSql(
        `select person_id as id from connector_owner where connector_id = $1
         union select o.person_id from application_owner o join connector c on c.application_id = o.application_id
           where c.id = $1
         union select created_by from connector where id = $1
           and not exists (select from connector_owner where connector_id = $1)`,
        [connectorId],
      );
      return rows.map((row) => row.id);
    },
  },
});
