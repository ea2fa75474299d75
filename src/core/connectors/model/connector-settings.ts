import { Refusal } from '../../shared/refusal.ts';
import { type AwsPartition, identityCenterRegions, partitionOfRegion } from './aws-regions.ts';
import { isRoleName, parseRoleArn } from './role-arn.ts';
import { type ScimSettings, validScim } from './scim-settings.ts';

/** What decides which AWS is read, and how much of it (CON-6). */
export interface ConnectorSettings extends ScimSettings {
  roleArn: string | null;
  organizationsEnabled: boolean;
  identityCenterEnabled: boolean;
  identityCenterRegion: string | null;
  /** Name, with its path if it has one, of the role in each other AWS account that IAM is read through; null: it is not (CON-11). */
  memberRoleName: string | null;
}

/**
 * Checks settings before AWS is asked. Refuses `role-arn-invalid`, `identity-center-region-missing`,
 * `identity-center-region-unknown`, `member-role-name-invalid`, `member-role-needs-organizations` and what validScim
 * refuses, each with its field. `simulatedOrigin` is the simulated AWS, in the demo only.
 */
export const validSettings = (settings: ConnectorSettings, simulatedOrigin: string | null): ConnectorSettings => {
  const role = settings.roleArn === null ? null : parseRoleArn(settings.roleArn);
  const region = settings.identityCenterRegion || null;
  if (settings.identityCenterEnabled && region === null)
    throw new Refusal(
      'invalid',
      'identity-center-region-missing',
      'Choose the region of IAM Identity Center. Its console shows it under Settings.',
      { field: 'identityCenterRegion' },
    );
  if (region !== null && !isOffered(region, role?.partition ?? null))
    throw new Refusal(
      'invalid',
      'identity-center-region-unknown',
      role
        ? `${region} is not a region of partition ${role.partition}, which the role ARN belongs to.`
        : `${region} is not a region that AWS offers IAM Identity Center in.`,
      { field: 'identityCenterRegion', facts: { region } },
    );
  const memberRoleName = validMemberRole(settings);
  const scim = validScim({ ...settings, identityCenterRegion: region }, simulatedOrigin);
  return { ...settings, ...scim, roleArn: role?.arn ?? null, identityCenterRegion: region, memberRoleName };
};

/** Every AWS account has its role under the same name: a StackSet makes it so. */
const validMemberRole = ({ memberRoleName, organizationsEnabled }: ConnectorSettings): string | null => {
  const name = memberRoleName?.trim().replace(/^\//, '') || null;
  if (name === null) return null;
  if (!isRoleName(name))
    throw new Refusal(
      'invalid',
      'member-role-name-invalid',
      'Enter the name of the role only, e.g. CountersignMember, or path/CountersignMember. It is the same in each AWS account.',
      { field: 'memberRoleName' },
    );
  if (!organizationsEnabled)
    throw new Refusal(
      'invalid',
      'member-role-needs-organizations',
      'Which other AWS accounts there are is read from AWS Organizations: turn its support on, or leave the role name empty.',
      { field: 'memberRoleName' },
    );
  return name;
};

const isOffered = (region: string, partition: AwsPartition | null): boolean =>
  partition === null
    ? partitionOfRegion(region) !== null
    : identityCenterRegions(partition).some((each) => each.region === region);
