import type { Viewer } from '../security/model/viewer.ts';
import type { ConnectorId } from '../shared/ids.ts';
import { type AwsPartition, awsPartitions, identityCenterRegions } from './model/aws-regions.ts';
import { readPermissions } from './model/permission-table.ts';
import { provisioningPermissions, provisioningPolicyName } from './model/provisioning-permissions.ts';
import { parseRoleArn } from './model/role-arn.ts';
import type { ServiceIdentity } from './model/service-identity.ts';
import { provisioningDocuments } from './model/setup/provisioning-documents.ts';
import { partitionOf, readPolicy, readPolicyName, setupDocuments } from './model/setup/setup-documents.ts';
import type { ConnectorPorts } from './ports.ts';
import { readManagedConnector } from './steps/managed-connector.ts';

export const setupRoleName = 'Countersign';

/** What the set-up page shows (CON-5). Nothing that names the product's principal is made up before it is known (CON-17). */
export const readSetup = async (
  ports: ConnectorPorts & { serviceIdentity: () => Promise<ServiceIdentity> },
  command: { viewer: Viewer; id: ConnectorId },
) => {
  const connector = await readManagedConnector(ports, command);
  const serviceIdentity = await ports.serviceIdentity();
  const { principalArn } = serviceIdentity;
  const { externalId, roleArn } = connector;
  const documents =
    principalArn === null ? null : setupDocuments({ principalArn, externalId, roleName: setupRoleName });
  const role = roleArn ? parseRoleArn(roleArn) : null;
  const partitions = role ? [role.partition] : principalArn ? [partitionOf(principalArn)] : awsPartitions;
  return {
    serviceIdentity,
    externalId,
    roleName: setupRoleName,
    policyName: readPolicyName,
    trustPolicy: documents?.trustPolicy ?? null,
    readPolicy: JSON.stringify(readPolicy(), null, 2),
    provisioning: {
      policyName: provisioningPolicyName,
      actions: [...provisioningPermissions],
      ...provisioningOf(role?.roleName ?? setupRoleName, partitions[0] ?? 'aws'),
    },
    actions: readPermissions.map(({ action, neededFor, lost }) => ({ action, feature: neededFor, lost })),
    terraform: documents?.terraform ?? null,
    cloudFormation: documents?.cloudFormation ?? null,
    awsCli: documents?.awsCli ?? null,
    regions: partitions.flatMap((partition) => identityCenterRegions(partition).map(({ region }) => region)),
    canCreateRoleInDemo: ports.demoRole !== null && principalArn !== null,
  };
};

/** For the role that the connector has: it may have been given another name than the documents give it. */
const provisioningOf = (roleName: string, partition: AwsPartition) => ({
  roleName,
  ...provisioningDocuments({ roleName, partition }),
});
