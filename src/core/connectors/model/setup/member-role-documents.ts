import type { AwsPartition } from '../aws-regions.ts';
import {
  type MemberTrust,
  memberReadPolicy,
  memberReadPolicyName,
  memberTrust,
  memberTrustPolicy,
  pathAndName,
} from './member-role.ts';
import {
  type DocumentForms,
  hclQuote,
  policyInCloudFormation,
  policyInTerraform,
  putRolePolicyCommand,
  regionOption,
  shellQuote,
} from './policy-texts.ts';
import { createRoleCommand, roleInCloudFormation, roleInTerraform } from './role-texts.ts';

export interface MemberRole extends Omit<MemberTrust, 'organizationId'> {
  partition: AwsPartition;
  /** With its path if it has one. */
  roleName: string;
  /** Null until it is known: the documents then ask for it instead of making one up. */
  organizationId: string | null;
}

/** Of the stack, the StackSet and the files. */
export const memberStackName = 'countersign-member';
const description = 'Lets Countersign read IAM in this AWS account';
/** In any AWS account of the organization. */
const askForOrganization = (partition: AwsPartition) =>
  `aws organizations describe-organization${regionOption(partition)} --query Organization.Id --output text`;

/** The role in one AWS account by hand, where no StackSet reaches, and how it goes again. */
export const memberRoleDocuments = (role: MemberRole): DocumentForms & { takeAway: DocumentForms } => {
  const { name } = pathAndName(role.roleName);
  const region = regionOption(role.partition);
  return {
    terraform: terraform(role),
    cloudFormation: `# ${deploy(role)}\n${memberRoleTemplate(role)}`,
    awsCli: awsCli(role),
    takeAway: {
      terraform: `rm ${memberStackName}.tf\nterraform apply\n`,
      cloudFormation: `aws cloudformation delete-stack${region} --stack-name ${memberStackName}\n`,
      awsCli: [
        `aws iam delete-role-policy${region} --role-name ${shellQuote(name)} --policy-name ${memberReadPolicyName}`,
        `aws iam delete-role${region} --role-name ${shellQuote(name)}\n`,
      ].join('\n'),
    },
  };
};

const deploy = ({ organizationId, partition }: MemberRole) =>
  [
    `aws cloudformation deploy${regionOption(partition)} --template-file ${memberStackName}.yaml`,
    `--stack-name ${memberStackName} --capabilities CAPABILITY_NAMED_IAM`,
    ...(organizationId === null ? [`--parameter-overrides OrganizationId="$(${askForOrganization(partition)})"`] : []),
  ].join(' ');

/** The parameters of the template, with what each is for. */
export const templateParameters = (role: MemberRole) => [
  {
    name: 'CountersignRoleArn',
    description: 'Role of the connector, the only one that may assume this role',
    value: role.connectorRoleArn,
  },
  { name: 'MemberExternalId', description: 'What that role has to give each time', value: role.memberExternalId },
  {
    name: 'OrganizationId',
    description: `Organization that the role of the connector has to belong to, as told by: ${askForOrganization(role.partition)}`,
    value: role.organizationId,
  },
  { name: 'RoleName', description: 'The same in each AWS account', value: pathAndName(role.roleName).name },
];

/** The template of the StackSet, and of a stack in one AWS account. */
export function memberRoleTemplate(role: MemberRole): string {
  const { path } = pathAndName(role.roleName);
  const trust = { connectorRoleArn: '!Ref CountersignRoleArn', memberExternalId: '!Ref MemberExternalId' };
  return `AWSTemplateFormatVersion: "2010-09-09"
Description: ${JSON.stringify(description)}
Parameters:
${templateParameters(role).map(parameterInYaml).join('')}Resources:
${roleInCloudFormation('CountersignMemberRole', {
  ...memberTrust({ ...trust, organizationId: '!Ref OrganizationId' }),
  name: '!Ref RoleName',
  path: path && JSON.stringify(path),
  description,
})}${policyInCloudFormation({
  name: memberReadPolicyName,
  role: '!Ref CountersignMemberRole',
  policy: memberReadPolicy(),
})}`;
}

const parameterInYaml = (parameter: ReturnType<typeof templateParameters>[number]) => `  ${parameter.name}:
    Type: "String"
    Description: ${JSON.stringify(parameter.description)}
    ${parameter.value === null ? 'AllowedPattern: "o-[a-z0-9]{10,32}"' : `Default: ${JSON.stringify(parameter.value)}`}
`;

function terraform(role: MemberRole): string {
  const { path, name } = pathAndName(role.roleName);
  const label = 'countersign_member';
  const variable = `variable "countersign_organization_id" {
  description = ${hclQuote(`As told by: ${askForOrganization(role.partition)}`)}
  type        = string
}
`;
  const { connectorRoleArn, memberExternalId, organizationId } = role;
  const trust = memberTrust({
    connectorRoleArn: hclQuote(connectorRoleArn),
    memberExternalId: hclQuote(memberExternalId),
    organizationId: organizationId === null ? 'var.countersign_organization_id' : hclQuote(organizationId),
  });
  return [
    `# ${memberStackName}.tf: with a provider for the AWS account that the role is to be in\n${
      organizationId === null ? `${variable}\n` : ''
    }${roleInTerraform(label, { ...trust, name: hclQuote(name), path: path && hclQuote(path), description })}`,
    policyInTerraform({ name: memberReadPolicyName, role: `aws_iam_role.${label}.id`, policy: memberReadPolicy() }),
  ].join('\n');
}

/** A line that sets it, where the documents do not know it. */
export const organizationInShell = ({ organizationId, partition }: MemberRole): string =>
  organizationId === null ? `ORGANIZATION_ID="$(${askForOrganization(partition)})"\n` : '';

/** JSON as an argument, in which the shell fills in the organization where the documents do not know it. */
export const jsonInShell = (withOrganization: (organizationId: string) => unknown, { organizationId }: MemberRole) => {
  const hole = 'ORGANIZATION_ID';
  const argument = shellQuote(JSON.stringify(withOrganization(organizationId ?? hole)));
  return organizationId === null ? argument.replace(`"${hole}"`, `"'"$${hole}"'"`) : argument;
};

function awsCli(role: MemberRole): string {
  const { path, name } = pathAndName(role.roleName);
  const quoted = shellQuote(name);
  const trust = jsonInShell((organizationId) => memberTrustPolicy({ ...role, organizationId }), role);
  const policy = { name: memberReadPolicyName, role: quoted, policy: memberReadPolicy() };
  return `${organizationInShell(role)}${createRoleCommand(role.partition, {
    name: quoted,
    path: path && shellQuote(path),
    description,
    trust,
  })}${putRolePolicyCommand(role.partition, policy)}`;
}
