import { SMALL } from '../../worlds/small.ts';
import { type Facts, MANAGEMENT } from '../operations/prepared-world.ts';
import { MANY } from './long-lists.ts';

/** A list that is long: what to ask for, which member of the answer has the rows, and how many there are at least. */
export interface ListCase {
  readonly input: object;
  readonly rows: string;
  readonly least: number;
}

const list = (rows: string, input: object = {}, least = MANY): ListCase => ({ input, rows, least });
const PolicyArn = `${MANAGEMENT}:policy/full`;
const UserName = 'Many';
const GroupName = 'Many';
const RoleName = 'Many';

const iam = ({ jobId }: Facts): Record<string, ListCase> => ({
  ListUsers: list('Users'),
  ListUserTags: list('Tags', { UserName }, 50),
  ListUserPolicies: list('PolicyNames', { UserName }),
  ListAttachedUserPolicies: list('AttachedPolicies', { UserName }),
  ListMFADevices: list('MFADevices', { UserName }),
  ListVirtualMFADevices: list('VirtualMFADevices'),
  ListAccessKeys: list('AccessKeyMetadata', { UserName }, 2),
  ListGroups: list('Groups'),
  GetGroup: list('Users', { GroupName }),
  ListGroupsForUser: list('Groups', { UserName }),
  ListGroupPolicies: list('PolicyNames', { GroupName }),
  ListAttachedGroupPolicies: list('AttachedPolicies', { GroupName }),
  ListRoles: list('Roles'),
  ListRoleTags: list('Tags', { RoleName }, 50),
  ListRolePolicies: list('PolicyNames', { RoleName }),
  ListAttachedRolePolicies: list('AttachedPolicies', { RoleName }),
  ListPolicies: list('Policies'),
  ListEntitiesForPolicy: list('PolicyUsers', { PolicyArn }),
  ListPolicyVersions: list('Versions', { PolicyArn }, 5),
  ListPolicyTags: list('Tags', { PolicyArn }, 50),
  ListAccountAliases: list('AccountAliases'),
  GetAccountAuthorizationDetails: list('RoleDetailList', { Filter: ['Role'] }),
  GetServiceLastAccessedDetails: list('ServicesLastAccessed', { JobId: jobId }),
});

const Filter = 'SERVICE_CONTROL_POLICY';
const { rootId, unitId, delegatedAccountId, managementAccountId: AccountId } = SMALL;
const organizations: Record<string, ListCase> = {
  ListAccounts: list('Accounts'),
  ListAccountsForParent: list('Accounts', { ParentId: unitId }),
  ListCreateAccountStatus: list('CreateAccountStatuses'),
  ListRoots: list('Roots', {}, 1),
  ListOrganizationalUnitsForParent: list('OrganizationalUnits', { ParentId: rootId }),
  ListParents: list('Parents', { ChildId: unitId }, 1),
  ListChildren: list('Children', { ParentId: unitId, ChildType: 'ACCOUNT' }),
  ListTagsForResource: list('Tags', { ResourceId: unitId }, 50),
  ListPolicies: list('Policies', { Filter }),
  ListPoliciesForTarget: list('Policies', { Filter, TargetId: unitId }),
  ListTargetsForPolicy: list('Targets', { PolicyId: 'p-FullAWSAccess' }),
  ListDelegatedAdministrators: list('DelegatedAdministrators'),
  ListDelegatedServicesForAccount: list('DelegatedServices', { AccountId: delegatedAccountId }),
};

const { identityStoreId: IdentityStoreId, instanceArn: InstanceArn } = SMALL;
const identityStore = ({ userId, groupId }: Facts): Record<string, ListCase> => ({
  ListUsers: list('Users', { IdentityStoreId }),
  ListGroups: list('Groups', { IdentityStoreId }),
  ListGroupMemberships: list('GroupMemberships', { IdentityStoreId, GroupId: groupId }),
  ListGroupMembershipsForMember: list('GroupMemberships', { IdentityStoreId, MemberId: { UserId: userId } }),
});

const sso = ({ fullSet, assignedSet, userId }: Facts): Record<string, ListCase> => {
  const full = { InstanceArn, PermissionSetArn: fullSet };
  const assigned = { InstanceArn, PermissionSetArn: assignedSet };
  return {
    ListInstances: list('Instances', {}, 1),
    ListPermissionSets: list('PermissionSets', { InstanceArn }),
    ListTagsForResource: list('Tags', { InstanceArn, ResourceArn: fullSet }, 50),
    ListManagedPoliciesInPermissionSet: list('AttachedManagedPolicies', full, 10),
    ListCustomerManagedPolicyReferencesInPermissionSet: list('CustomerManagedPolicyReferences', full, 10),
    ListPermissionSetProvisioningStatus: list('PermissionSetsProvisioningStatus', { InstanceArn }),
    ListPermissionSetsProvisionedToAccount: list('PermissionSets', { InstanceArn, AccountId }),
    ListAccountsForProvisionedPermissionSet: list('AccountIds', assigned),
    ListAccountAssignments: list('AccountAssignments', { ...assigned, AccountId }),
    ListAccountAssignmentsForPrincipal: list('AccountAssignments', {
      InstanceArn,
      PrincipalType: 'USER',
      PrincipalId: userId,
    }),
    ListAccountAssignmentCreationStatus: list('AccountAssignmentsCreationStatus', { InstanceArn }),
    ListAccountAssignmentDeletionStatus: list('AccountAssignmentsDeletionStatus', { InstanceArn }),
  };
};

const portal = ({ accessToken }: Facts): Record<string, ListCase> => ({
  ListAccounts: list('accountList', { accessToken }),
  ListAccountRoles: list('roleList', { accessToken, accountId: AccountId }),
});

/** The cases of every list that is paged, by service and operation; `now` ends the history that CloudTrail is asked for. */
export function listCases(facts: Facts, now: Date): ReadonlyMap<string, ListCase> {
  const cases = {
    iam: iam(facts),
    organizations,
    identitystore: identityStore(facts),
    sso: sso(facts),
    ssoportal: portal(facts),
    cloudtrail: { LookupEvents: list('Events', { EndTime: now }, 60) },
  };
  return new Map(
    Object.entries(cases).flatMap(([id, ofService]) =>
      Object.entries(ofService).map(([name, one]) => [`${id}:${name}`, one] as const),
    ),
  );
}
