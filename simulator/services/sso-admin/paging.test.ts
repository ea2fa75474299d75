import * as sso from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor } from '../../testing/clients.ts';
import { readPages } from '../../testing/read-pages.ts';
import { SMALL } from '../../worlds/small.ts';

const { instanceArn: InstanceArn, memberAccountId: awsAccountId } = SMALL;
const MANY = 230;
let simulator: Simulator;
let client: Clients['ssoAdmin'];
let set: { InstanceArn: string; PermissionSetArn: string };

/** The small world with many requests behind it, and one set with as many policies and tags as it may have. */
beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = clientsFor(simulator.url, simulator.credentials.administrator).ssoAdmin;
  const [center] = simulator.world.identityCenters;
  const one = center?.permissionSets.all()[0];
  if (!center || !one) throw new Error('the small world has an instance with sets');
  const permissionSetArn = one.arn;
  const assignment = { awsAccountId, permissionSetArn, principalType: 'USER' as const, principalId: 'x' };
  for (let index = 0; index < MANY; index += 1) {
    const ended = { createdAt: index, dueAt: index, status: 'SUCCEEDED' as const };
    for (const kind of ['CREATION', 'DELETION'] as const) {
      center.addRequest({ ...ended, id: `${kind}-${index}`, kind, assignment });
    }
    center.addRequest({ ...ended, id: `PROVISIONING-${index}`, kind: 'PROVISIONING', permissionSetArn });
  }
  one.managedPolicies = Array.from({ length: 10 }, (_, index) => ({ Name: `p${index}`, Arn: `arn:p${index}` }));
  one.customerPolicies = Array.from({ length: 10 }, (_, index) => ({ Name: `p${index}`, Path: '/' }));
  one.tags = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
  set = { InstanceArn, PermissionSetArn: permissionSetArn };
});
afterAll(() => simulator.stop());

it.each([
  [
    'AccountAssignmentsCreationStatus',
    () => sso.paginateListAccountAssignmentCreationStatus({ client }, { InstanceArn }),
  ],
  [
    'AccountAssignmentsDeletionStatus',
    () => sso.paginateListAccountAssignmentDeletionStatus({ client }, { InstanceArn }),
  ],
  [
    'PermissionSetsProvisioningStatus',
    () => sso.paginateListPermissionSetProvisioningStatus({ client }, { InstanceArn }),
  ],
] as const)('%s are read once each, in pages of 100', async (name, pages) => {
  expect(await readPages(pages(), name)).toEqual({ sizes: [100, 100, 30], distinct: MANY });
});

it('short lists are read in pages as small as asked for', async () => {
  const small = { client, pageSize: 4 };
  const managed = sso.paginateListManagedPoliciesInPermissionSet(small, { ...set });
  expect(await readPages(managed, 'AttachedManagedPolicies')).toEqual({ sizes: [4, 4, 2], distinct: 10 });
  const customer = sso.paginateListCustomerManagedPolicyReferencesInPermissionSet(small, { ...set });
  expect(await readPages(customer, 'CustomerManagedPolicyReferences')).toEqual({ sizes: [4, 4, 2], distinct: 10 });
  const instances = sso.paginateListInstances(small, {});
  expect(await readPages(instances, 'Instances')).toEqual({ sizes: [1], distinct: 1 });
});

it('tags have a token but no size: a fault makes the pages short', async () => {
  simulator.faults.add({ operation: 'sso:ListTagsForResource', pageSize: 20 });
  const pages = sso.paginateListTagsForResource({ client }, { InstanceArn, ResourceArn: set.PermissionSetArn });
  expect(await readPages(pages, 'Tags')).toEqual({ sizes: [20, 20, 10], distinct: 50 });
});
