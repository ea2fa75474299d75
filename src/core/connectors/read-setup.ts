import type { Viewer } from '../security/model/viewer.ts';
import type { ConnectorId } from '../shared/ids.ts';
import { awsPartitions, identityCenterRegions } from './model/aws-regions.ts';
import { readPermissions } from './model/permission-table.ts';
import {
  provisioningPermissions,
  provisioningPolicy,
  provisioningPolicyName,
} from './model/provisioning-permissions.ts';
import { parseRoleArn } from './model/role-arn.ts';
import type { ServiceIdentity } from './model/service-identity.ts';
import { partitionOf, readPolicy, readPolicyName, setupDocuments } from './model/setup-documents.ts';
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
  const partitions = roleArn
    ? [parseRoleArn(roleArn).partition]
    : principalArn
      ? [partitionOf(principalArn)]
      : awsPartitions;
  return {
    serviceIdentity,
    externalId,
    roleName: setupRoleName,
    policyName: readPolicyName,
    trustPolicy: documents?.trustPolicy ?? null,
    readPolicy: JSON.stringify(readPolicy(), null, 2),
    provisioningPolicyName,
    provisioningPolicy: JSON.stringify(provisioningPolicy(partitions[0] ?? 'aws'), null, 2),
    provisioningActions: [...provisioningPermissions],
    actions: readPermissions.map(({ action, neededFor, lost }) => ({ action, feature: neededFor, lost })),
    terraform: documents?.terraform ?? null,
    cloudFormation: documents?.cloudFormation ?? null,
    awsCli: documents?.awsCli ?? null,
    regions: partitions.flatMap((partition) => identityCenterRegions(partition).map(({ region }) => region)),
    canCreateRoleInDemo: ports.demoRole !== null && principalArn !== null,
  };
};
