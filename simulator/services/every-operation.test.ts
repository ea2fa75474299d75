import * as iam from '@aws-sdk/client-iam';
import * as store from '@aws-sdk/client-identitystore';
import * as organizations from '@aws-sdk/client-organizations';
import * as sso from '@aws-sdk/client-sso-admin';
import * as sts from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor } from '../testing/clients.ts';
import { SMALL } from '../worlds/small.ts';
import { SERVICES } from './services.ts';

const { instanceArn: InstanceArn, identityStoreId: IdentityStoreId, memberAccountId, rootId, unitId } = SMALL;
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
});
const POLICY_ARN = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const EMAIL = 'walker@small.example';

let simulator: Simulator;
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());

/** One walk through each service by the SDK, whose own parsers read every answer. */
describe('every simulated operation answers the SDK', () => {
  it('of STS', async () => {
    const send = clients.sts.send.bind(clients.sts);
    const RoleArn = `arn:aws:iam::${SMALL.managementAccountId}:role/Auditor`;
    await send(new sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'walk' }));
    await send(new sts.GetCallerIdentityCommand({}));
    const { Account } = await send(new sts.GetAccessKeyInfoCommand({ AccessKeyId: 'AKIADEMOPRODPAYMENT1' }));
    expect(Account).toBe(memberAccountId);
    allAnswered('sts');
  });

  it('of IAM', async () => {
    const send = clients.iam.send.bind(clients.iam);
    const UserName = 'walker';
    const GroupName = 'walkers';
    const RoleName = 'walk';
    const PolicyName = 'inline';
    await send(new iam.CreateUserCommand({ UserName }));
    await send(new iam.CreateGroupCommand({ GroupName }));
    await send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    await send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST }));
    await send(new iam.AddUserToGroupCommand({ UserName, GroupName }));
    await send(new iam.PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: POLICY }));
    await send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: POLICY_ARN }));
    await send(new iam.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: POLICY }));
    await send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: POLICY_ARN }));
    await send(new iam.CreateAccountAliasCommand({ AccountAlias: 'walk-alias' }));
    for (const command of [
      new iam.ListUsersCommand({}),
      new iam.GetUserCommand({ UserName }),
      new iam.ListGroupsCommand({}),
      new iam.GetGroupCommand({ GroupName }),
      new iam.ListGroupsForUserCommand({ UserName }),
      new iam.ListRolesCommand({}),
      new iam.GetRoleCommand({ RoleName }),
      new iam.GetRolePolicyCommand({ RoleName, PolicyName }),
      new iam.ListAccountAliasesCommand({}),
      new iam.ListSAMLProvidersCommand({}),
      new iam.ListOpenIDConnectProvidersCommand({}),
    ]) {
      await send(command as iam.ListUsersCommand);
    }
    expect((await send(new iam.ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual([PolicyName]);
    expect((await send(new iam.ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies).toHaveLength(1);
    await send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn: POLICY_ARN }));
    await send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await send(new iam.DeleteRoleCommand({ RoleName }));
    await send(new iam.DetachUserPolicyCommand({ UserName, PolicyArn: POLICY_ARN }));
    await send(new iam.DeleteUserPolicyCommand({ UserName, PolicyName }));
    await send(new iam.RemoveUserFromGroupCommand({ UserName, GroupName }));
    await send(new iam.DeleteUserCommand({ UserName }));
    await send(new iam.DeleteGroupCommand({ GroupName }));
    allAnswered('iam');
  });

  it('of Organizations', async () => {
    const send = clients.organizations.send.bind(clients.organizations);
    await send(new organizations.DescribeOrganizationCommand({}));
    await send(new organizations.ListAccountsCommand({}));
    await send(new organizations.DescribeAccountCommand({ AccountId: memberAccountId }));
    await send(new organizations.ListAccountsForParentCommand({ ParentId: rootId }));
    await send(new organizations.ListRootsCommand({}));
    await send(new organizations.ListOrganizationalUnitsForParentCommand({ ParentId: rootId }));
    const unit = await send(new organizations.DescribeOrganizationalUnitCommand({ OrganizationalUnitId: unitId }));
    expect(unit.OrganizationalUnit?.Name).toBe('Workloads');
    await send(new organizations.ListParentsCommand({ ChildId: unitId }));
    const children = await send(new organizations.ListChildrenCommand({ ParentId: unitId, ChildType: 'ACCOUNT' }));
    expect(children.Children).toEqual([{ Id: memberAccountId, Type: 'ACCOUNT' }]);
    await send(new organizations.ListDelegatedAdministratorsCommand({}));
    const AccountId = SMALL.delegatedAccountId;
    const services = await send(new organizations.ListDelegatedServicesForAccountCommand({ AccountId }));
    expect(services.DelegatedServices).toMatchObject([{ ServicePrincipal: 'sso.amazonaws.com' }]);
    allAnswered('organizations');
  });

  it('of Identity Store', async () => {
    const send = clients.identityStore.send.bind(clients.identityStore);
    const Name = { GivenName: 'Wal', FamilyName: 'Ker' };
    const created = await send(
      new store.CreateUserCommand({
        IdentityStoreId,
        UserName: EMAIL,
        DisplayName: 'Wal Ker',
        Name,
        Emails: [{ Value: EMAIL }],
      }),
    );
    const UserId = created.UserId ?? '';
    const MemberId = { UserId };
    const GroupId =
      (await send(new store.CreateGroupCommand({ IdentityStoreId, DisplayName: 'Walkers', Description: 'd' })))
        .GroupId ?? '';
    const { MembershipId = '' } = await send(
      new store.CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId }),
    );
    const byEmail = { UniqueAttribute: { AttributePath: 'emails.value', AttributeValue: EMAIL } };
    const byName = { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: 'Walkers' } };
    expect((await send(new store.GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: byEmail }))).UserId).toBe(
      UserId,
    );
    expect((await send(new store.GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier: byName }))).GroupId).toBe(
      GroupId,
    );
    await send(new store.ListUsersCommand({ IdentityStoreId }));
    await send(new store.DescribeUserCommand({ IdentityStoreId, UserId }));
    await send(new store.ListGroupsCommand({ IdentityStoreId }));
    const group = await send(new store.DescribeGroupCommand({ IdentityStoreId, GroupId }));
    expect(group).toMatchObject({ DisplayName: 'Walkers', Description: 'd' });
    await send(new store.ListGroupMembershipsCommand({ IdentityStoreId, GroupId }));
    await send(new store.ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId }));
    const membership = await send(new store.DescribeGroupMembershipCommand({ IdentityStoreId, MembershipId }));
    expect(membership).toMatchObject({ GroupId, MemberId });
    await send(new store.GetGroupMembershipIdCommand({ IdentityStoreId, GroupId, MemberId }));
    await send(new store.IsMemberInGroupsCommand({ IdentityStoreId, MemberId, GroupIds: [GroupId] }));
    await send(new store.DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId }));
    await send(new store.DeleteGroupCommand({ IdentityStoreId, GroupId }));
    await send(new store.DeleteUserCommand({ IdentityStoreId, UserId }));
    allAnswered('identitystore');
  });

  it('of SSO Admin', async () => {
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
    expect(
      (await send(new sso.ListTagsForResourceCommand({ InstanceArn, ResourceArn: PermissionSetArn }))).Tags,
    ).toEqual(Tags);
    const managed = await send(new sso.ListManagedPoliciesInPermissionSetCommand(set));
    expect(managed.AttachedManagedPolicies).toEqual([{ Name: 'ReadOnlyAccess', Arn: POLICY_ARN }]);
    await send(new sso.ListCustomerManagedPolicyReferencesInPermissionSetCommand(set));
    expect((await send(new sso.GetInlinePolicyForPermissionSetCommand(set))).InlinePolicy).toBe('');
    await assignAndBack(set);
    allAnswered('sso');
  });
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

/** By the simulator's own count: none of the service's operations was left out, none failed. */
function allAnswered(id: string): void {
  const operations = SERVICES.find((service) => service.id === id)?.operations ?? [];
  expect(operations.length).toBeGreaterThan(0);
  for (const { name } of operations) {
    const { calls, failed } = simulator.counters.of(id, name);
    expect({ name, called: calls > 0, failed }).toEqual({ name, called: true, failed: 0 });
  }
}
