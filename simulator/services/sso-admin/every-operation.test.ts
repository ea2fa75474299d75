import * as sso from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor } from '../../testing/clients.ts';
import { expectAllAnswered } from '../../testing/every-operation.ts';
import { SMALL } from '../../worlds/small.ts';

const { instanceArn: InstanceArn, identityStoreId: IdentityStoreId, memberAccountId } = SMALL;
const POLICY_ARN = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
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
  expect((await send(new sso.DescribeInstanceCommand({ InstanceArn }))).IdentityStoreId).toBe(IdentityStoreId);
  const Tags = [{ Key: 'risk', Value: 'low' }];
  const created = await send(
    new sso.CreatePermissionSetCommand({
      InstanceArn,
      Name: 'Walk',
      SessionDuration: 'PT2H',
      Description: 'd',
      Tags,
    }),
  );
  const PermissionSetArn = created.PermissionSet?.PermissionSetArn ?? '';
  const set = { InstanceArn, PermissionSetArn };
  await send(new sso.AttachManagedPolicyToPermissionSetCommand({ ...set, ManagedPolicyArn: POLICY_ARN }));
  await send(new sso.ListPermissionSetsCommand({ InstanceArn }));
  const described = await send(new sso.DescribePermissionSetCommand(set));
  expect(described.PermissionSet).toMatchObject({ Name: 'Walk', SessionDuration: 'PT2H', Description: 'd' });
  expect((await send(new sso.ListTagsForResourceCommand({ InstanceArn, ResourceArn: PermissionSetArn }))).Tags).toEqual(
    Tags,
  );
  const managed = await send(new sso.ListManagedPoliciesInPermissionSetCommand(set));
  expect(managed.AttachedManagedPolicies).toEqual([{ Name: 'ReadOnlyAccess', Arn: POLICY_ARN }]);
  await send(new sso.ListCustomerManagedPolicyReferencesInPermissionSetCommand(set));
  expect((await send(new sso.GetInlinePolicyForPermissionSetCommand(set))).InlinePolicy).toBe('');
  await assignAndBack(set);
  expectAllAnswered(simulator, 'sso');
});

async function assignAndBack(set: { InstanceArn: string; PermissionSetArn: string }): Promise<void> {
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
