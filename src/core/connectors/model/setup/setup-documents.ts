import { type AwsPartition, awsPartitions } from '../aws-regions.ts';
import { furtherReadPolicy, furtherReadPolicyName } from '../further-read-permissions.ts';
import { readActions } from '../permission-table.ts';
import {
  hclQuote,
  type PolicyDocument,
  policyInCloudFormation,
  policyInTerraform,
  prettyJson,
  putRolePolicyCommand,
  type RolePolicy,
  regionOption,
  shellQuote,
} from './policy-texts.ts';

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
export interface SetupDocuments {
  trustPolicy: string;
  readPolicy: string;
  awsCli: string;
  cloudFormation: string;
  terraform: string;
}

export const readPolicyName = 'CountersignRead';

/** All set-up documents with the real values filled in, for the partition that the principal belongs to. */
export function setupDocuments(input: SetupInput): SetupDocuments {
  const role = { roleName: 'Countersign', furtherReading: false, ...input };
  return {
    trustPolicy: prettyJson(trustPolicy(role)),
    readPolicy: prettyJson(readPolicy()),
    awsCli: awsCli(role),
    cloudFormation: cloudFormation(role),
    terraform: terraform(role),
  };
}

/** Only the product's principal, and only with this connector's External ID: an absent key does not match StringEquals. */
export const trustPolicy = ({ principalArn, externalId }: SetupInput) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: principalArn },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalId } },
    },
  ],
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

/** For sh, bash and zsh (CloudShell has bash). */
function awsCli(role: Role): string {
  const partition = partitionOf(role.principalArn);
  return [
    `aws iam create-role${regionOption(partition)} --role-name ${shellQuote(role.roleName)} \\`,
    "  --description 'Read access for Countersign' \\",
    `  --assume-role-policy-document ${shellQuote(JSON.stringify(trustPolicy(role)))} \\`,
    "  --query 'Role.Arn' --output text",
    '',
    ...policiesOf(role, shellQuote(role.roleName)).map((policy) => putRolePolicyCommand(partition, policy)),
  ].join('\n');
}

/** A named role needs `--capabilities CAPABILITY_NAMED_IAM`. Scalars are JSON strings, which are YAML too. */
function cloudFormation(role: Role): string {
  const quote = JSON.stringify;
  return `AWSTemplateFormatVersion: "2010-09-09"
Description: "Read access for Countersign"
# aws cloudformation deploy --template-file countersign.yaml --stack-name countersign --capabilities CAPABILITY_NAMED_IAM
Resources:
  CountersignRole:
    Type: "AWS::IAM::Role"
    Properties:
      RoleName: ${quote(role.roleName)}
      Description: "Read access for Countersign"
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: "Allow"
            Principal:
              AWS: ${quote(role.principalArn)}
            Action: "sts:AssumeRole"
            Condition:
              StringEquals:
                "sts:ExternalId": ${quote(role.externalId)}
${policiesOf(role, '!Ref CountersignRole').map(policyInCloudFormation).join('')}Outputs:
  RoleArn:
    Description: "Paste this into Countersign"
    Value: !GetAtt CountersignRole.Arn
`;
}

function terraform(role: Role): string {
  return `resource "aws_iam_role" "countersign" {
  name        = ${hclQuote(role.roleName)}
  description = "Read access for Countersign"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = ${hclQuote(role.principalArn)} }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "sts:ExternalId" = ${hclQuote(role.externalId)} } }
    }]
  })
}

${policiesOf(role, 'aws_iam_role.countersign.id').map(policyInTerraform).join('\n')}
output "countersign_role_arn" {
  description = "Paste this into Countersign"
  value       = aws_iam_role.countersign.arn
}
`;
}
