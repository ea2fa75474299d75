import type { FastifyInstance } from 'fastify';
import { inventoryRoutes } from '../../../contract/inventory.ts';
import { lookUpRoutes } from '../../../contract/look-up.ts';
import type { IamDetailsViews } from '../../../core/inventory/views/iam-details-view.ts';
import type { InventoryViews } from '../../../core/inventory/views/inventory-views.ts';
import type { LookUpViews } from '../../../core/inventory/views/look-up-views.ts';
import type { PermissionSetDetailsViews } from '../../../core/inventory/views/permission-set-details-view.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';

/** Lists and pages of what was read, as far as the viewer may see; and names to choose from. */
export const registerInventoryRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  views: InventoryViews & IamDetailsViews & PermissionSetDetailsViews & LookUpViews,
): void => {
  implement(app, authenticator, inventoryRoutes, {
    people: ({ viewer, query }) => views.people(viewer, query),
    person: ({ viewer, params }) => views.person(viewer, params.id, {}),
    identities: ({ viewer, query: { isMatched, ...query } }) =>
      views.identities(viewer, { ...query, isMatched: isMatched && isMatched === 'true' }),
    iamDetails: ({ viewer, params, query }) => views.iamDetails(viewer, params.id, query),
    identity: ({ viewer, params, query }) => views.identity(viewer, params.id, query),
    awsAccounts: ({ viewer, query }) => views.awsAccounts(viewer, query),
    awsAccount: ({ viewer, params, query }) => views.awsAccount(viewer, params.awsAccountId, query),
    groups: ({ viewer, query }) => views.groups(viewer, query),
    group: ({ viewer, params, query }) => views.group(viewer, params.id, query),
    permissionSets: ({ viewer, query }) => views.permissionSets(viewer, query),
    permissionSet: ({ viewer, params, query }) => views.permissionSet(viewer, params.id, query),
    permissionSetDetails: ({ viewer, params, query }) => views.permissionSetDetails(viewer, params.id, query),
    roles: ({ viewer, query }) => views.roles(viewer, query),
    role: ({ viewer, params, query }) => views.role(viewer, params.id, query),
    search: ({ viewer, query }) => views.search(viewer, query),
    publications: ({ viewer, query }) => views.publications(viewer, query),
  });
  implement(app, authenticator, lookUpRoutes, {
    people: ({ viewer, query }) => views.lookUpPeople(viewer, query),
    awsAccounts: ({ viewer, query }) => views.lookUpAwsAccounts(viewer, query),
    permissionSets: ({ viewer, query }) => views.lookUpPermissionSets(viewer, query),
    groups: ({ viewer, query }) => views.lookUpGroups(viewer, query),
    reviewers: ({ viewer, query }) => views.lookUpReviewers(viewer, query),
  });
};
