import type { GroupDetail, ManagedPolicyDetail, PolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { IamAccount } from '../../../state/iam/iam-account.ts';
import type { IamGroup, IamRole, IamUser, ManagedPolicy, PolicyHolder } from '../../../state/iam/iam-entities.ts';
import type { Call } from '../../call.ts';
import { listedGroup } from '../groups/groups.ts';
import { attachedPolicy } from '../policies/attached-policies.ts';
import { listedPolicy } from '../policies/managed-policies.ts';
import { shownBoundary } from '../policies/permissions-boundaries.ts';
import { listedVersion } from '../policies/policy-versions.ts';
import { listedRole, shownLastUse } from '../roles/roles.ts';
import { shownTags } from '../tags.ts';
import { listedUser } from '../users/users.ts';

/** GetAccountAuthorizationDetails' rows: the listed form and everything that hangs on it. */
export function userDetail(account: IamAccount, user: IamUser): UserDetail {
  const { PasswordLastUsed: _, ...listed } = listedUser(account, user);
  return {
    ...listed,
    UserPolicyList: inlinePolicies(user),
    GroupList: user.groupKeys.flatMap((key) => account.groups.get(key)?.name ?? []),
    AttachedManagedPolicies: user.attachedPolicyArns.map(attachedPolicy),
    PermissionsBoundary: shownBoundary(user.permissionsBoundaryArn),
    Tags: shownTags(user.tags),
  };
}

export function groupDetail(account: IamAccount, group: IamGroup): GroupDetail {
  return {
    ...listedGroup(account, group),
    GroupPolicyList: inlinePolicies(group),
    AttachedManagedPolicies: group.attachedPolicyArns.map(attachedPolicy),
  };
}

export function roleDetail(call: Call, role: IamRole): RoleDetail {
  const { Description: _, MaxSessionDuration: __, ...listed } = listedRole(call, role);
  return {
    ...listed,
    InstanceProfileList: [],
    RolePolicyList: inlinePolicies(role),
    AttachedManagedPolicies: role.attachedPolicyArns.map(attachedPolicy),
    PermissionsBoundary: shownBoundary(role.permissionsBoundaryArn),
    Tags: shownTags(role.tags),
    RoleLastUsed: shownLastUse(role.lastUsed),
  };
}

export function policyDetail(call: Call, policy: ManagedPolicy): ManagedPolicyDetail {
  return {
    ...listedPolicy(call, policy),
    Description: policy.description,
    PolicyVersionList: policy.versions.toReversed().map((version) => ({
      Document: encodeURIComponent(version.document),
      ...listedVersion(policy, version),
    })),
  };
}

function inlinePolicies({ inlinePolicies }: PolicyHolder): PolicyDetail[] {
  return Object.entries(inlinePolicies).map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encodeURIComponent(document),
  }));
}
