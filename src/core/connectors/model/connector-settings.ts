import { Refusal } from '../../shared/refusal.ts';
import { type AwsPartition, identityCenterRegions, partitionOfRegion } from './aws-regions.ts';
import { parseRoleArn } from './role-arn.ts';

/** What decides which AWS is read, and how much of it (CON-6). */
export interface ConnectorSettings {
  roleArn: string | null;
  organizationsEnabled: boolean;
  identityCenterEnabled: boolean;
  identityCenterRegion: string | null;
}

/**
 * Checks settings before AWS is asked. Refuses `role-arn-invalid`, `identity-center-region-missing`,
 * `identity-center-region-unknown`, each with its field.
 */
export const validSettings = (settings: ConnectorSettings): ConnectorSettings => {
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
  return { ...settings, roleArn: role?.arn ?? null, identityCenterRegion: region };
};

const isOffered = (region: string, partition: AwsPartition | null): boolean =>
  partition === null
    ? partitionOfRegion(region) !== null
    : identityCenterRegions(partition).some((each) => each.region === region);
