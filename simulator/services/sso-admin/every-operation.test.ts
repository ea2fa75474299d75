import * as sso from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor } from '../../testing/clients.ts';
import { expectAllAnswered } from '../../testing/every-operation.ts';
import { SMALL } from '../../worlds/small.ts';

const { instanceArn: InstanceArn, identityStoreId: IdentityStoreId, memberAccountId } = SMALL;
const POLICY_ARN = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const INLINE = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
type Set = { InstanceArn: string; PermissionSetArn: string };

let simulator: Simulator;
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());

it('every simulated operation of SSO Admin answers the SDK', async () => {
  const send = clients.ssoAdmin.send.bind(clients.ssoAdmin);
  await send(new sso.ListInstancesCommand({}));
  const instance = await send(new sso.DescribeInstanceCommand({ InstanceArn }));
  expect(instance).toMatchObject({ IdentityStoreId, PermissionSetsEnabled: true });
  await send(new sso.UpdateInstanceCommand({ InstanceArn, Name: 'walk' }));
  const Tags = [{ Key: 'risk', Value: 'low' }];
  const created = await send(
    new sso.CreatePermissionSetCommand({ InstanceArn, Name: 'Walk', SessionDuration: 'PT2H', Description: 'd', Tags }),
  );
  const PermissionSetArn = created.PermissionSet?.PermissionSetArn ?? '';
  const set = { InstanceArn, PermissionSetArn };
  await send(new sso.ListPermissionSetsCommand({ InstanceArn }));
  const described = await send(new sso.DescribePermissionSetCommand(set));
  expect(described.PermissionSet).toMatchObject({ Name: 'Walk', SessionDuration: 'PT2H', Description: 'd' });
  await send(new sso.UpdatePermissionSetCommand({ ...set, SessionDuration: 'PT3H' }));
  await walkTags(PermissionSetArn, Tags);
  await walkPolicies(set);
  await assignAndBack(set);
  await send(new sso.DeletePermissionSetCommand(set));
  const member = clientsFor(simulator.url, simulator.credentials.memberAdministrator).ssoAdmin;
  const { InstanceArn: own } = await member.send(new sso.CreateInstanceCommand({ Name: 'own' }));
  await member.send(new sso.DeleteInstanceCommand({ InstanceArn: own }));
  expectAllAnswered(simulator, 'sso');
});

async function walkTags(ResourceArn: string, tags: sso.Tag[]): Promise<void> {
  const send = clients.ssoAdmin.send.bind(clients.ssoAdmin);
  const list = async () => (await send(new sso.ListTagsForResourceCommand({ InstanceArn, ResourceArn }))).Tags;
  expect(await list()).toEqual(tags);
  await send(new sso.TagResourceCommand({ InstanceArn, ResourceArn, Tags: [{ Key: 'owner', Value: 'platform' }] }));
  await send(new sso.UntagResourceCommand({ InstanceArn, ResourceArn, TagKeys: ['risk'] }));
  expect(await list()).toEqual([{ Key: 'owner', Value: 'platform' }]);
}

async function walkPolicies(set: Set): Promise<void> {
  const send = clients.ssoAdmin.send.bind(clients.ssoAdmin);
  await send(new sso.AttachManagedPolicyToPermissionSetCommand({ ...set, ManagedPolicyArn: POLICY_ARN }));
  const managed = await send(new sso.ListManagedPoliciesInPermissionSetCommand(set));
  expect(managed.AttachedManagedPolicies).toEqual([{ Name: 'ReadOnlyAccess', Arn: POLICY_ARN }]);
  await send(new sso.DetachManagedPolicyFromPermissionSetCommand({ ...set, ManagedPolicyArn: POLICY_ARN }));
  const CustomerManagedPolicyReference = { Name: 'own', Path: '/team/' };
  const customer = { ...set, CustomerManagedPolicyReference };
  await send(new sso.AttachCustomerManagedPolicyReferenceToPermissionSetCommand(customer));
  const customers = await send(new sso.ListCustomerManagedPolicyReferencesInPermissionSetCommand(set));
  expect(customers.CustomerManagedPolicyReferences).toEqual([CustomerManagedPolicyReference]);
  await send(new sso.DetachCustomerManagedPolicyReferenceFromPermissionSetCommand(customer));
  const inline = async () => (await send(new sso.GetInlinePolicyForPermissionSetCommand(set))).InlinePolicy;
  expect(await inline()).toBe('');
  await send(new sso.PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy: INLINE }));
  expect(await inline()).toBe(INLINE);
  await send(new sso.DeleteInlinePolicyFromPermissionSetCommand(set));
  const PermissionsBoundary = { ManagedPolicyArn: POLICY_ARN };
  await send(new sso.PutPermissionsBoundaryToPermissionSetCommand({ ...set, PermissionsBoundary }));
  const boundary = await send(new sso.GetPermissionsBoundaryForPermissionSetCommand(set));
  expect(boundary.PermissionsBoundary).toEqual(PermissionsBoundary);
  await send(new sso.DeletePermissionsBoundaryFromPermissionSetCommand(set));
}

async function assignAndBack(set: Set): Promise<void> {
  const send = clients.ssoAdmin.send.bind(clients.ssoAdmin);
  const PrincipalId = simulator.world.identityCenters[0]?.groups.all()[0]?.id ?? '';
  const principal = { PrincipalType: 'GROUP' as const, PrincipalId };
  const wish = { ...set, ...principal, TargetId: memberAccountId, TargetType: 'AWS_ACCOUNT' as const };
  const creation = (await send(new sso.CreateAccountAssignmentCommand(wish))).AccountAssignmentCreationStatus;
  const AccountAssignmentCreationRequestId = creation?.RequestId ?? '';
  const created = await send(
    new sso.DescribeAccountAssignmentCreationStatusCommand({ InstanceArn, AccountAssignmentCreationRequestId }),
  );
  expect(created.AccountAssignmentCreationStatus?.Status).toBe('SUCCEEDED');
  const AccountId = memberAccountId;
  expect((await send(new sso.ListAccountAssignmentsCommand({ ...set, AccountId }))).AccountAssignments).toHaveLength(1);
  const mine = await send(new sso.ListAccountAssignmentsForPrincipalCommand({ InstanceArn, ...principal }));
  expect(mine.AccountAssignments?.map((row) => row.PermissionSetArn)).toContain(set.PermissionSetArn);
  const sets = await send(new sso.ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId }));
  expect(sets.PermissionSets).toContain(set.PermissionSetArn);
  const accounts = await send(new sso.ListAccountsForProvisionedPermissionSetCommand(set));
  expect(accounts.AccountIds).toEqual([AccountId]);
  await provision(set);
  const deletion = (await send(new sso.DeleteAccountAssignmentCommand(wish))).AccountAssignmentDeletionStatus;
  const AccountAssignmentDeletionRequestId = deletion?.RequestId ?? '';
  const deleted = await send(
    new sso.DescribeAccountAssignmentDeletionStatusCommand({ InstanceArn, AccountAssignmentDeletionRequestId }),
  );
  expect(deleted.AccountAssignmentDeletionStatus?.Status).toBe('SUCCEEDED');
  const Filter = { Status: 'SUCCEEDED' as const };
  const creations = await send(new sso.ListAccountAssignmentCreationStatusCommand({ InstanceArn, Filter }));
  expect(creations.AccountAssignmentsCreationStatus).toHaveLength(1);
  const deletions = await send(new sso.ListAccountAssignmentDeletionStatusCommand({ InstanceArn }));
  expect(deletions.AccountAssignmentsDeletionStatus).toHaveLength(1);
}

async function provision(set: Set): Promise<void> {
  const send = clients.ssoAdmin.send.bind(clients.ssoAdmin);
  const wish = { ...set, TargetType: 'ALL_PROVISIONED_ACCOUNTS' as const };
  const started = (await send(new sso.ProvisionPermissionSetCommand(wish))).PermissionSetProvisioningStatus;
  const ProvisionPermissionSetRequestId = started?.RequestId ?? '';
  const ended = await send(
    new sso.DescribePermissionSetProvisioningStatusCommand({ InstanceArn, ProvisionPermissionSetRequestId }),
  );
  expect(ended.PermissionSetProvisioningStatus?.Status).toBe('SUCCEEDED');
  const { PermissionSetsProvisioningStatus: all } = await send(
    new sso.ListPermissionSetProvisioningStatusCommand({ InstanceArn }),
  );
  expect(all).toMatchObject([{ Status: 'SUCCEEDED', RequestId: ProvisionPermissionSetRequestId }]);
}
