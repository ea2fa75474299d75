import type { World } from '../../../../simulator/state/world.ts';

/** One operation that reads, and what of. */
export interface ReadCase {
  action: string;
  input: object;
  /** AWS never has more than one row or page of it. */
  hasOnePage?: boolean;
  /** Members that older releases of the aws CLI do not know. */
  news?: string[];
}

/** The permission set that prepare.ts gives what no set of the demo has. */
export const preparedSet = 'BillingView';

/** The demo's things that the cases ask for. */
export interface Subjects {
  instance: { InstanceArn: string };
  store: { IdentityStoreId: string };
  managementAccountId: string;
  rootId: string;
  world: World;
}

export function subjectsOf(world: World): Subjects {
  const [center] = world.identityCenters;
  const [organization] = world.organizations;
  if (!center || !organization) throw new Error('the demo has an organization and Identity Center');
  return {
    instance: { InstanceArn: center.base.instanceArn },
    store: { IdentityStoreId: center.base.identityStoreId },
    managementAccountId: organization.managementAccountId,
    rootId: organization.rootId,
    world,
  };
}

/** Operations that read, whether the product uses them by now or may: which it does is not written here. */
export const readCases = (subjects: Subjects): ReadCase[] => [
  ...iamCases(subjects),
  ...organizationCases(subjects),
  ...directoryCases(subjects),
  ...identityCenterCases(subjects),
  { action: 'cloudtrail:LookupEvents', input: changes },
];

/** As the product asks; what only reads would add to itself. */
const changes = { LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }] };

const iamCases = ({ managementAccountId }: Subjects): ReadCase[] => {
  const user = { UserName: 'ci-legacy' };
  const role = { RoleName: 'BuildOrchestrator' };
  const arn = (name: string) => `arn:aws:iam::${managementAccountId}:${name}`;
  return [
    { action: 'iam:ListAccountAliases', input: {}, hasOnePage: true },
    { action: 'iam:ListUsers', input: {} },
    { action: 'iam:ListGroups', input: {} },
    { action: 'iam:ListRoles', input: {} },
    { action: 'iam:GetGroup', input: { GroupName: 'Everyone' } },
    { action: 'iam:GetAccountAuthorizationDetails', input: {} },
    { action: 'iam:GetUser', input: user },
    { action: 'iam:GetRole', input: role },
    { action: 'iam:ListGroupsForUser', input: { UserName: 'jdoe-contractor' } },
    { action: 'iam:ListAccessKeys', input: user },
    { action: 'iam:ListMFADevices', input: { UserName: 'priya.raman@larkspurpay.example' }, hasOnePage: true },
    { action: 'iam:GetLoginProfile', input: { UserName: 'priya.raman@larkspurpay.example' } },
    { action: 'iam:ListUserPolicies', input: user, hasOnePage: true },
    { action: 'iam:GetUserPolicy', input: { ...user, PolicyName: 'assume-build' } },
    { action: 'iam:ListAttachedGroupPolicies', input: { GroupName: 'Auditors' } },
    { action: 'iam:ListRolePolicies', input: role, hasOnePage: true },
    { action: 'iam:GetRolePolicy', input: { ...role, PolicyName: 'promote' } },
    { action: 'iam:ListAttachedRolePolicies', input: { RoleName: 'AuditReader' }, hasOnePage: true },
    { action: 'iam:GetCredentialReport', input: {} },
    { action: 'iam:ListPolicies', input: { Scope: 'AWS' } },
    { action: 'iam:ListSAMLProviders', input: {} },
    { action: 'iam:GetSAMLProvider', input: { SAMLProviderArn: arn('saml-provider/Okta') } },
    { action: 'iam:ListOpenIDConnectProviders', input: {} },
  ];
};

const organizationCases = ({ rootId, managementAccountId }: Subjects): ReadCase[] => [
  { action: 'organizations:DescribeOrganization', input: {} },
  { action: 'organizations:ListAccounts', input: {} },
  { action: 'organizations:DescribeAccount', input: { AccountId: managementAccountId } },
  { action: 'organizations:ListRoots', input: {}, hasOnePage: true },
  { action: 'organizations:ListOrganizationalUnitsForParent', input: { ParentId: rootId } },
  { action: 'organizations:ListParents', input: { ChildId: managementAccountId }, hasOnePage: true },
  { action: 'organizations:ListDelegatedAdministrators', input: {}, hasOnePage: true },
  { action: 'organizations:ListTagsForResource', input: { ResourceId: managementAccountId }, hasOnePage: true },
];

const directoryCases = ({ store, world }: Subjects): ReadCase[] => {
  const [center] = world.identityCenters;
  const user = center?.usersByName.get('amara.nwosu@larkspurpay.example');
  const group = center?.groups.all().find(({ displayName }) => displayName === 'Contractors');
  const member = { MemberId: { UserId: user?.id ?? '' } };
  return [
    { action: 'identitystore:ListUsers', input: store },
    { action: 'identitystore:ListGroups', input: store },
    { action: 'identitystore:ListGroupMemberships', input: { ...store, GroupId: group?.id ?? '' } },
    { action: 'identitystore:ListGroupMembershipsForMember', input: { ...store, ...member } },
    { action: 'identitystore:DescribeUser', input: { ...store, UserId: user?.id ?? '' } },
    { action: 'identitystore:DescribeGroup', input: { ...store, GroupId: group?.id ?? '' } },
    {
      action: 'identitystore:GetUserId',
      input: {
        ...store,
        AlternateIdentifier: { UniqueAttribute: { AttributePath: 'userName', AttributeValue: user?.userName ?? '' } },
      },
    },
    {
      action: 'identitystore:IsMemberInGroups',
      input: { ...store, ...member, GroupIds: center?.groups.all().map(({ id }) => id) ?? [] },
    },
  ];
};

const identityCenterCases = ({ instance, managementAccountId, world }: Subjects): ReadCase[] => {
  const [center] = world.identityCenters;
  const setNamed = (name: string) => ({
    ...instance,
    PermissionSetArn: center?.permissionSets.all().find((set) => set.name === name)?.arn ?? '',
  });
  const everywhere = setNamed('SecurityAudit');
  const group = center?.groups.all().find(({ displayName }) => displayName === 'Platform');
  return [
    { action: 'sso:ListInstances', input: {}, hasOnePage: true },
    { action: 'sso:DescribeInstance', input: instance, hasOnePage: true, news: ['PermissionSetsEnabled'] },
    { action: 'sso:ListPermissionSets', input: instance },
    { action: 'sso:DescribePermissionSet', input: everywhere },
    { action: 'sso:ListPermissionSetsProvisionedToAccount', input: { ...instance, AccountId: managementAccountId } },
    { action: 'sso:ListAccountsForProvisionedPermissionSet', input: everywhere },
    { action: 'sso:ListAccountAssignments', input: { ...everywhere, AccountId: managementAccountId } },
    {
      action: 'sso:ListAccountAssignmentsForPrincipal',
      input: { ...instance, PrincipalId: group?.id ?? '', PrincipalType: 'GROUP' },
    },
    { action: 'sso:ListManagedPoliciesInPermissionSet', input: setNamed('DataEngineer') },
    {
      action: 'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
      input: setNamed(preparedSet),
      hasOnePage: true,
    },
    { action: 'sso:GetPermissionsBoundaryForPermissionSet', input: setNamed(preparedSet) },
    { action: 'sso:GetInlinePolicyForPermissionSet', input: setNamed('DataAnalyst') },
    {
      action: 'sso:ListTagsForResource',
      input: { ...instance, ResourceArn: setNamed('DatabaseOperator').PermissionSetArn },
      hasOnePage: true,
    },
  ];
};
