import type { Service } from '../service.ts';
import { getSchema, listResourceTypes, listSchemas, serviceProviderConfig } from './discovery/discovery.ts';
import { createGroup, deleteGroup, getGroup, listGroups, patchGroup } from './groups/groups.ts';
import { invalid } from './refusals.ts';
import { createUser, deleteUser, getUser, listUsers, patchUser, putUser } from './users/users.ts';

/** Automatic provisioning: an identity provider writes the users and groups of an Identity Center instance. */
export const scim: Service = {
  id: 'scim',
  protocol: 'scim',
  signingName: '',
  actionPrefix: 'identitystore',
  wireName: '',
  eventSource: 'identitystore-scim.amazonaws.com',
  model: '',
  schemas: {},
  operations: [
    ...[listUsers, getUser, createUser, putUser, patchUser, deleteUser],
    ...[listGroups, getGroup, createGroup, patchGroup, deleteGroup],
    ...[serviceProviderConfig, listResourceTypes, listSchemas, getSchema],
  ],
  paging: {
    token: 'cursor',
    limit: 'count',
    size: 100,
    invalidToken: () => invalid('The cursor is not of these parameters.'),
  },
};
