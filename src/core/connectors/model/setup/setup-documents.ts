import { type AwsPartition, awsPartitions } from '../aws-regions.ts';
import { furtherReadPolicy, furtherReadPolicyName } from '../further-read-permissions.ts';
import { readActions } from '../permission-table.ts';
import {
  type DocumentForms,
  hclQuote,
  type PolicyDocument,
  policyInCloudFormation,
  policyInTerraform,
  prettyJson,
  putRolePolicyCommand,
  type RolePolicy,
  shellQuote,
} from './policy-texts.ts';
import {
  createRoleCommand,
  type RoleText,
  roleInCloudFormation,
  roleInTerraform,
  type Trust,
  trustDocument,
} from './role-texts.ts';

export interface SetupInput {
  /** The product's own principal (CON-17): the ARN of a role, a user or an AWS account's root. */
  principalArn: string;
  externalId: string;
  /** Default `Countersign`. */
  roleName?: string;
  /** Gives the role the further read policy as well, as a second policy; default false: the minimum. */
  furtherReading?: boolean;
}

/** What the set-up page shows, each ready to copy (CON-5). */
export interface SetupDocuments extends DocumentForms {
  trustPolicy: string;
  readPolicy: string;
}

export const readPolicyName = 'CountersignRead';

/** All set-up documents with the real values filled in, for the partition that the principal belongs to. */
export function setupDocuments(input: SetupInput): SetupDocuments {
  const role = { roleName: 'Countersign', furtherReading: false, ...input };
  return {
    trustPolicy: prettyJson(trustDocument(trustOf(role))),
    readPolicy: prettyJson(readPolicy()),
    awsCli: awsCli(role),
    cloudFormation: cloudFormation(role),
    terraform: terraform(role),
  };
}

/** Only the product's principal, and only with this connector's External ID. */
const trustOf = ({ principalArn, externalId }: SetupInput, quote = (text: string) => text): Trust => ({
  principal: quote(principalArn),
  conditions: { 'sts:ExternalId': quote(externalId) },
});

/** The 14 actions of the minimum read policy (CON-9). Listing actions take no narrower resource than `*`. */
export const readPolicy = (): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Sid: readPolicyName, Effect: 'Allow', Action: [...readActions], Resource: '*' }],
});

/** A role can only be trusted within its partition, so the principal decides it. */
export function partitionOf(principalArn: string): AwsPartition {
  const id = principalArn.split(':')[1];
  return awsPartitions.find((partition) => partition === id) ?? 'aws';
}

type Role = Required<SetupInput>;

/** The policies of the role: two of them with further reading, so that the second can be taken away by itself. */
const policiesOf = ({ furtherReading }: Role, role: string): RolePolicy[] => [
  { name: readPolicyName, role, policy: readPolicy() },
  ...(furtherReading ? [{ name: furtherReadPolicyName, role, policy: furtherReadPolicy() }] : []),
];

const description = 'Read access for Countersign';

/** For sh, bash and zsh (CloudShell has bash). */
function awsCli(role: Role): string {
  const partition = partitionOf(role.principalArn);
  const name = shellQuote(role.roleName);
  const trust = shellQuote(JSON.stringify(trustDocument(trustOf(role))));
  return [
    createRoleCommand(partition, { name, path: null, description, trust }),
    ...policiesOf(role, name).map((policy) => putRolePolicyCommand(partition, policy)),
  ].join('\n');
}

/** The role with all that stands in it as this language writes it. */
const roleText = (role: Role, quote: (text: string) => string): RoleText => ({
  ...trustOf(role, quote),
  name: quote(role.roleName),
  path: null,
  description,
});

/** A named role needs `--capabilities CAPABILITY_NAMED_IAM`. */
function cloudFormation(role: Role): string {
  return `AWSTemplateFormatVersion: "2010-09-09"
Description: ${JSON.stringify(description)}
# aws cloudformation deploy --template-file countersign.yaml --stack-name countersign --capabilities CAPABILITY_NAMED_IAM
Resources:
${roleInCloudFormation('CountersignRole', roleText(role, JSON.stringify))}${policiesOf(role, '!Ref CountersignRole')
  .map(policyInCloudFormation)
  .join('')}Outputs:
  RoleArn:
    Description: "Paste this into Countersign"
    Value: !GetAtt CountersignRole.Arn
`;
}

function terraform(role: Role): string {
  return `${roleInTerraform('countersign', roleText(role, hclQuote))}
${policiesOf(role, 'aws_iam_role.countersign.id').map(policyInTerraform).join('\n')}
output "countersign_role_arn" {
  description = "Paste this into Countersign"
  value       = aws_iam_role.countersign.arn
}
`;
}
