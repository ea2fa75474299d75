import { AwsError } from '../../protocols/aws-error.ts';

/**
 * IAM's default quotas, by the name that AWS's refusals give them (IAM User Guide, "IAM and AWS STS quotas"). Where an
 * AWS account of a world has more already, its quota counts as raised to AWS's maximum.
 */
const QUOTAS = {
  UsersPerAccount: [5_000, 5_000],
  GroupsPerAccount: [300, 500],
  RolesPerAccount: [1_000, 5_000],
  PoliciesPerAccount: [1_500, 5_000],
  GroupsPerUser: [10, 10],
  AccessKeysPerUser: [2, 2],
  MFADevicesPerUser: [8, 8],
  PoliciesPerUser: [10, 20],
  PoliciesPerGroup: [10, 10],
  PoliciesPerRole: [10, 20],
  SAMLProvidersPerAccount: [100, 100],
  OpenIdConnectProvidersPerAccount: [100, 100],
} as const satisfies Record<string, readonly [standard: number, raised: number]>;

export type Quota = keyof typeof QUOTAS;

export function quota(name: Quota, count = 0): number {
  const [standard, raised] = QUOTAS[name];
  return count > standard ? raised : standard;
}

/** Refuses one more of what there are `count` of already. */
export function requireRoom(name: Quota, count: number): void {
  const limit = quota(name, count);
  if (count >= limit) throw limitExceeded(`Cannot exceed quota for ${name}: ${limit}`);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceeded', message, 409);
}
