import type { AccessViews } from '../../../core/inventory/views/access-views.ts';
import type { IamDetailsViews } from '../../../core/inventory/views/iam-details-view.ts';
import type { InventoryViews } from '../../../core/inventory/views/inventory-views.ts';
import type { LookUpViews } from '../../../core/inventory/views/look-up-views.ts';
import type { PermissionSetDetailsViews } from '../../../core/inventory/views/permission-set-details-view.ts';
import type { Database } from '../database.ts';
import { accessViews } from './access/access-views.ts';
import { changesView } from './history/changes.ts';
import { publicationsView } from './history/publications.ts';
import { awsAccountViews } from './inventory/aws-accounts.ts';
import { iamDetailsViews } from './inventory/details/iam-details.ts';
import { permissionSetDetailsViews } from './inventory/details/permission-set-details.ts';
import { groupViews } from './inventory/groups.ts';
import { identityViews } from './inventory/identities.ts';
import { lookUpViews } from './inventory/look-up.ts';
import { peopleViews } from './inventory/people.ts';
import { permissionSetViews } from './inventory/permission-sets.ts';
import { roleViews } from './inventory/roles.ts';
import { searchView } from './inventory/search.ts';

/** Everything that reads the inventory, each with the viewer's limits built in (SEC-2). */
export const createViews = (
  database: Database,
): InventoryViews & IamDetailsViews & PermissionSetDetailsViews & LookUpViews & AccessViews => ({
  ...peopleViews(database),
  ...identityViews(database),
  ...iamDetailsViews(database),
  ...awsAccountViews(database),
  ...groupViews(database),
  ...permissionSetViews(database),
  ...permissionSetDetailsViews(database),
  ...roleViews(database),
  ...searchView(database),
  ...lookUpViews(database),
  ...publicationsView(database),
  ...accessViews(database),
  ...changesView(database),
});
