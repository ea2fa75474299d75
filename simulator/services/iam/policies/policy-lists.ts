import type {
  ListEntitiesForPolicyRequest,
  ListEntitiesForPolicyResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
} from '@aws-sdk/client-iam';
import { AWS_MANAGED_POLICIES } from '../../../policies/aws-managed-policies.ts';
import { Collection } from '../../../state/collection.ts';
import type { IamGroup, IamRole, IamUser, ManagedPolicy } from '../../../state/iam/iam-entities.ts';
import { attachmentCount, boundaryCount, type PolicyUse, policyUsage } from '../../../state/iam/policy-usage.ts';
import { operation } from '../../service.ts';
import { inPath } from '../entities.ts';
import { listedPolicy } from './managed-policies.ts';
import { policyResource, requirePolicy } from './policy-arn.ts';

/** The AWS account's own policies first, then AWS's. */
export const listPolicies = operation<ListPoliciesRequest, ListPoliciesResponse>({
  name: 'ListPolicies',
  handle(call, { Scope = 'All', OnlyAttached = false, PathPrefix, PolicyUsageFilter }) {
    const { account } = call;
    const usage = policyUsage(account);
    const isInPath = inPath(PathPrefix);
    const filter = (policy: ManagedPolicy) => {
      const use = usage.of(policy.arn);
      if (OnlyAttached && attachmentCount(use) + boundaryCount(use) === 0) return false;
      if (PolicyUsageFilter === 'PermissionsPolicy' && attachmentCount(use) === 0) return false;
      if (PolicyUsageFilter === 'PermissionsBoundary' && boundaryCount(use) === 0) return false;
      return isInPath?.(policy) ?? true;
    };
    const own = Scope === 'AWS' ? NO_POLICIES : account.policies;
    const ofAws = Scope === 'Local' ? NO_POLICIES : AWS_MANAGED_POLICIES;
    const { pages, nextToken } = call.pageOver<[ManagedPolicy, ManagedPolicy]>([
      { collection: own, filter },
      { collection: ofAws, filter },
    ]);
    return {
      Policies: pages.flat().map((policy) => listedPolicy(call, policy)),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

const NO_POLICIES = new Collection<ManagedPolicy>((policy) => policy.arn);

/** Groups, users and roles that have the policy, or are bounded by it, on pages that they share. */
export const listEntitiesForPolicy = operation<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse>({
  name: 'ListEntitiesForPolicy',
  resources: policyResource,
  handle(call, { PolicyArn, EntityFilter, PathPrefix, PolicyUsageFilter }) {
    const policy = requirePolicy(call, PolicyArn);
    const { users, groups, roles } = entities(policyUsage(call.account).of(policy.arn), PolicyUsageFilter);
    const isInPath = inPath(PathPrefix) ?? (() => true);
    const filter = (kind: string) => (entity: { path: string }) =>
      (EntityFilter === undefined || EntityFilter === kind) && isInPath(entity);
    const { pages, nextToken } = call.pageOver<[IamGroup, IamUser, IamRole]>([
      { collection: groups, filter: filter('Group') },
      { collection: users, filter: filter('User') },
      { collection: roles, filter: filter('Role') },
    ]);
    return {
      PolicyGroups: pages[0].map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: pages[1].map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: pages[2].map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

function entities(use: PolicyUse, usageFilter: string | undefined): Pick<PolicyUse, 'users' | 'groups' | 'roles'> {
  if (usageFilter === 'PermissionsPolicy') return use;
  const isBoundaryOnly = usageFilter === 'PermissionsBoundary';
  const join = <T extends { name: string }>(attached: Collection<T>, bounded: Collection<T>) =>
    isBoundaryOnly
      ? bounded
      : new Collection<T>(({ name }) => name.toLowerCase(), [...attached.all(), ...bounded.all()]);
  return {
    users: join(use.users, use.boundedUsers),
    groups: isBoundaryOnly ? new Collection<IamGroup>(({ name }) => name) : use.groups,
    roles: join(use.roles, use.boundedRoles),
  };
}
