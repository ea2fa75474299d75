import type { GetAccountSummaryResponse } from '@aws-sdk/client-iam';
import { policyUsage } from '../../../state/iam/policy-usage.ts';
import { operation } from '../../service.ts';
import { quota } from '../quotas.ts';

const NONE_SIMULATED = {
  ServerCertificates: 0,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
  InstanceProfiles: 0,
  InstanceProfilesQuota: 1_000,
  AccountAccessKeysPresent: 0,
  AccountSigningCertificatesPresent: 0,
  AccountPasswordPresent: 1,
} as const;

/** Counts and quotas of the AWS account. */
export const getAccountSummary = operation<object, GetAccountSummaryResponse>({
  name: 'GetAccountSummary',
  handle({ account }) {
    const { users, groups, roles, policies, virtualMfaDevices } = account;
    const devices = virtualMfaDevices.all();
    return {
      SummaryMap: {
        ...NONE_SIMULATED,
        Users: users.size,
        UsersQuota: quota('UsersPerAccount', users.size),
        Groups: groups.size,
        GroupsQuota: quota('GroupsPerAccount', groups.size),
        Roles: roles.size,
        RolesQuota: quota('RolesPerAccount', roles.size),
        Policies: policies.size,
        PoliciesQuota: quota('PoliciesPerAccount', policies.size),
        PolicyVersionsInUse: policyUsage(account).arns.size,
        PolicyVersionsInUseQuota: 10_000,
        PolicySizeQuota: 6_144,
        VersionsPerPolicyQuota: 5,
        UserPolicySizeQuota: 2_048,
        GroupPolicySizeQuota: 5_120,
        RolePolicySizeQuota: 10_240,
        AssumeRolePolicySizeQuota: 2_048,
        GroupsPerUserQuota: quota('GroupsPerUser'),
        AccessKeysPerUserQuota: quota('AccessKeysPerUser'),
        AttachedPoliciesPerUserQuota: quota('PoliciesPerUser'),
        AttachedPoliciesPerGroupQuota: quota('PoliciesPerGroup'),
        AttachedPoliciesPerRoleQuota: quota('PoliciesPerRole'),
        MFADevices: devices.length,
        MFADevicesInUse: devices.filter(({ userKey }) => userKey !== undefined).length,
        AccountMFAEnabled: account.root?.hasMfa ? 1 : 0,
        Providers: account.samlProviders.size + account.oidcProviders.size,
      },
    };
  },
});
