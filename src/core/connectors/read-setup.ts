import type { Viewer } from '../security/model/viewer.ts';
import type { ConnectorId } from '../shared/ids.ts';
import { type AwsPartition, awsPartitions, identityCenterRegions } from './model/aws-regions.ts';
import type { Connector } from './model/connector.ts';
import { furtherReadPermissions } from './model/further-read-permissions.ts';
import { readPermissions } from './model/permission-table.ts';
import { provisioningPermissions } from './model/provisioning-permissions.ts';
import { parseRoleArn, type RoleArn } from './model/role-arn.ts';
import type { ServiceIdentity } from './model/service-identity.ts';
import {
  assumeMembersOwnPolicy,
  assumeMembersPermissions,
  defaultMemberRoleName,
  memberReadPermissions,
  memberReadPolicy,
  memberReadPolicyName,
  memberTrustPolicy,
} from './model/setup/member-role.ts';
import { memberRoleDocuments } from './model/setup/member-role-documents.ts';
import { furtherReadOwnPolicy, provisioningOwnPolicy } from './model/setup/own-policies.ts';
import { type OwnPolicy, ownPolicyDocuments } from './model/setup/own-policy-documents.ts';
import { prettyJson } from './model/setup/policy-texts.ts';
import { partitionOf, readPolicy, readPolicyName, setupDocuments } from './model/setup/setup-documents.ts';
import { stackSetDocuments } from './model/setup/stack-set-documents.ts';
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
  const roleWith = (furtherReading: boolean) =>
    principalArn === null
      ? null
      : setupDocuments({ principalArn, externalId, roleName: setupRoleName, furtherReading });
  const documents = roleWith(false);
  const withFurther = roleWith(true);
  const role = roleArn ? parseRoleArn(roleArn) : null;
  const partitions = role ? [role.partition] : principalArn ? [partitionOf(principalArn)] : awsPartitions;
  const partition = partitions[0] ?? 'aws';
  // For the role that the connector has: it may have been given another name than the documents give it.
  const inRole = ownPolicyIn({ roleName: role?.roleName ?? setupRoleName, partition });
  return {
    serviceIdentity,
    externalId,
    roleName: setupRoleName,
    policyName: readPolicyName,
    trustPolicy: documents?.trustPolicy ?? null,
    readPolicy: prettyJson(readPolicy()),
    furtherReading: {
      ...inRole(furtherReadOwnPolicy),
      actions: furtherReadPermissions.map(actionOf),
      withRole: withFurther && {
        terraform: withFurther.terraform,
        cloudFormation: withFurther.cloudFormation,
        awsCli: withFurther.awsCli,
      },
    },
    memberAccounts: memberAccountsOf(connector, role, inRole),
    provisioning: { ...inRole(provisioningOwnPolicy), actions: [...provisioningPermissions] },
    actions: readPermissions.map(actionOf),
    terraform: documents?.terraform ?? null,
    cloudFormation: documents?.cloudFormation ?? null,
    awsCli: documents?.awsCli ?? null,
    regions: partitions.flatMap((partition) => identityCenterRegions(partition).map(({ region }) => region)),
    canCreateRoleInDemo: ports.demoRole !== null && principalArn !== null,
  };
};

/** The documents of the roles in the other AWS accounts (CON-11): those trust the connector's role, so that comes first. */
const memberAccountsOf = (connector: Connector, role: RoleArn | null, inRole: ReturnType<typeof ownPolicyIn>) => {
  const roleName = connector.memberRoleName ?? defaultMemberRoleName;
  const organizationId = connector.organizationId ?? connector.testedOrganizationId;
  const { memberExternalId } = connector;
  const member = role && { ...role, connectorRoleArn: role.arn, roleName, memberExternalId, organizationId };
  return {
    roleName,
    externalId: memberExternalId,
    organizationId,
    policyName: memberReadPolicyName,
    trustPolicy: member && organizationId ? prettyJson(memberTrustPolicy({ ...member, organizationId })) : null,
    readPolicy: prettyJson(memberReadPolicy()),
    actions: memberReadPermissions.map(actionOf),
    stackSet: member && stackSetDocuments(member),
    single: member && memberRoleDocuments(member),
    assume: {
      ...inRole((partition) => assumeMembersOwnPolicy(partition, roleName)),
      actions: assumeMembersPermissions.map(actionOf),
    },
  };
};

const actionOf = ({ action, neededFor, lost }: { action: string; neededFor: string; lost: string }) => ({
  action,
  feature: neededFor,
  lost,
});

const ownPolicyIn =
  (role: { roleName: string; partition: AwsPartition }) => (policyOf: (partition: AwsPartition) => OwnPolicy) => {
    const policy = policyOf(role.partition);
    return { policyName: policy.name, roleName: role.roleName, ...ownPolicyDocuments(policy, role) };
  };
