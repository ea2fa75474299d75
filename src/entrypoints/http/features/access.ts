import type { FastifyInstance } from 'fastify';
import { accessRoutes } from '../../../contract/access.ts';
import type { AccessRequest, AccessViews } from '../../../core/inventory/views/access-views.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';

const requestOf = ({
  includeServices,
  ...query
}: Omit<AccessRequest, 'includeServices'> & { includeServices?: 'true' | 'false' | undefined }): AccessRequest => ({
  ...query,
  includeServices: includeServices === 'true',
});

/** Who can reach what, by which path, and what changed (ACC-3). */
export const registerAccessRoutes = (app: FastifyInstance, authenticator: Authenticator, views: AccessViews): void =>
  implement(app, authenticator, accessRoutes, {
    ofAwsAccount: ({ viewer, params, query }) => views.ofAwsAccount(viewer, params.awsAccountId, requestOf(query)),
    ofPerson: ({ viewer, params, query }) => views.ofPerson(viewer, params.id, requestOf(query)),
    ofIdentity: ({ viewer, params, query }) => views.ofIdentity(viewer, params.id, requestOf(query)),
    ofGroup: ({ viewer, params, query }) => views.ofGroup(viewer, params.id, requestOf(query)),
    byGroup: ({ viewer, params, query }) => views.byGroup(viewer, params.id, requestOf(query)),
    ofPermissionSet: ({ viewer, params, query }) => views.ofPermissionSet(viewer, params.id, requestOf(query)),
    ofRole: ({ viewer, params, query }) => views.ofRole(viewer, params.id, requestOf(query)),
    whoCan: ({ viewer, query: { target, ...query } }) => views.whoCan(viewer, target, requestOf(query)),
    of: ({ viewer, query: { person, ...query } }) => views.of(viewer, person, requestOf(query)),
    why: ({ viewer, query: { person, target, ...query } }) => views.why(viewer, { person, target }, requestOf(query)),
    changes: ({ viewer, query }) => views.changes(viewer, query),
  });
