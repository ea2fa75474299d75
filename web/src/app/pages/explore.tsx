import { AsOfBanner, AsOfPicker } from '../../features/access/as-of-picker.tsx';
import { awsAccountColumns, awsAccountFilters } from '../../features/inventory/lists/aws-accounts.tsx';
import { groupColumns, groupFilters } from '../../features/inventory/lists/groups.tsx';
import { identityColumns, identityFilters } from '../../features/inventory/lists/identities.tsx';
import { InventoryList } from '../../features/inventory/lists/inventory-list.tsx';
import { peopleColumns, peopleFilters } from '../../features/inventory/lists/people.tsx';
import { permissionSetColumns } from '../../features/inventory/lists/permission-sets.tsx';
import { roleColumns } from '../../features/inventory/lists/roles.tsx';

const asOf = { asOf: <AsOfPicker />, asOfBanner: <AsOfBanner /> };
const keyOf = (row: { id: string }) => row.id;

export const PeoplePage = () => (
  <InventoryList
    path="/api/v1/people"
    title="People"
    noun="people"
    one="person"
    columns={peopleColumns}
    filters={peopleFilters}
    keyOf={keyOf}
    hrefOf={(row) => `/people/${row.id}`}
  />
);
export const IdentitiesPage = () => (
  <InventoryList
    path="/api/v1/identities"
    title="Identities"
    noun="identities"
    one="identity"
    columns={identityColumns}
    filters={identityFilters}
    keyOf={keyOf}
    hrefOf={(row) => `/identities/${row.id}`}
    {...asOf}
  />
);
export const AwsAccountsPage = () => (
  <InventoryList
    path="/api/v1/aws-accounts"
    title="AWS accounts"
    noun="AWS accounts"
    one="AWS account"
    columns={awsAccountColumns}
    filters={awsAccountFilters}
    keyOf={keyOf}
    hrefOf={(row) => `/aws-accounts/${row.awsAccountId}`}
    {...asOf}
  />
);
export const GroupsPage = () => (
  <InventoryList
    path="/api/v1/groups"
    title="Groups"
    noun="groups"
    one="group"
    columns={groupColumns}
    filters={groupFilters}
    keyOf={keyOf}
    hrefOf={(row) => `/groups/${row.id}`}
    {...asOf}
  />
);
export const PermissionSetsPage = () => (
  <InventoryList
    path="/api/v1/permission-sets"
    title="Permission sets"
    noun="permission sets"
    one="permission set"
    columns={permissionSetColumns}
    keyOf={keyOf}
    hrefOf={(row) => `/permission-sets/${row.id}`}
    {...asOf}
  />
);
export const RolesPage = () => (
  <InventoryList
    path="/api/v1/roles"
    title="Roles"
    noun="roles"
    one="role"
    columns={roleColumns}
    keyOf={keyOf}
    hrefOf={(row) => `/roles/${row.id}`}
    {...asOf}
  />
);
