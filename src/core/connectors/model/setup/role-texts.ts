import type { AwsPartition } from '../aws-regions.ts';
import { regionOption, shellQuote } from './policy-texts.ts';

/** Whom a role trusts, and only on which conditions: each must match, and a key that is absent does not. */
export interface Trust {
  principal: string;
  conditions: Readonly<Record<string, string>>;
}

/** A role as a text writes it: name, path, principal and values quoted, or expressions that stand for them. */
export interface RoleText extends Trust {
  name: string;
  /** Null: none, which AWS writes as `/`. */
  path: string | null;
  description: string;
}

export const trustDocument = ({ principal, conditions }: Trust) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: conditions },
    },
  ],
});

/** Scalars are JSON strings, which are YAML too. */
export const roleInCloudFormation = (
  logicalId: string,
  { name, path, description, principal, conditions }: RoleText,
) => `  ${logicalId}:
    Type: "AWS::IAM::Role"
    Properties:
      RoleName: ${name}
${path === null ? '' : `      Path: ${path}\n`}      Description: ${JSON.stringify(description)}
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: "Allow"
            Principal:
              AWS: ${principal}
            Action: "sts:AssumeRole"
            Condition:
              StringEquals:
${Object.entries(conditions)
  .map(([key, value]) => `                ${JSON.stringify(key)}: ${value}`)
  .join('\n')}
`;

/** Names and values in columns, as `terraform fmt` leaves them. */
export const inColumns = (indent: string, entries: readonly (readonly [name: string, value: string])[]) => {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${indent}${name.padEnd(width)} = ${value}`).join('\n');
};

export const roleInTerraform = (
  label: string,
  { name, path, description, principal, conditions }: RoleText,
) => `resource "aws_iam_role" "${label}" {
${inColumns('  ', [
  ['name', name],
  ...(path === null ? [] : ([['path', path]] as const)),
  ['description', JSON.stringify(description)],
])}

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = ${principal} }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = {
${inColumns(
  '          ',
  Object.entries(conditions).map(([key, value]) => [JSON.stringify(key), value]),
)}
        }
      }
    }]
  })
}
`;

/** For sh, bash and zsh (CloudShell has bash). `trust` is the document as an argument of the command. */
export const createRoleCommand = (
  partition: AwsPartition,
  { name, path, description, trust }: Pick<RoleText, 'name' | 'path' | 'description'> & { trust: string },
) =>
  [
    `aws iam create-role${regionOption(partition)} --role-name ${name}${path === null ? '' : ` --path ${path}`} \\`,
    `  --description ${shellQuote(description)} \\`,
    `  --assume-role-policy-document ${trust} \\`,
    "  --query 'Role.Arn' --output text\n",
  ].join('\n');
