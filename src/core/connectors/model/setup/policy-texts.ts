import { type AwsPartition, globalRegionOf } from '../aws-regions.ts';

export interface PolicyStatement {
  Sid: string;
  Effect: 'Allow';
  Action: readonly string[];
  Resource: string;
}
/** An identity policy as ours are: only what is allowed, and each statement on one resource pattern. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: readonly PolicyStatement[];
}

/** The same in each way to set up. */
export interface DocumentForms {
  terraform: string;
  cloudFormation: string;
  awsCli: string;
}

export const prettyJson = (document: unknown) => JSON.stringify(document, null, 2);

/** Single quotes keep everything but a single quote. */
export const shellQuote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** A dollar or percent sign before a brace would start an HCL template. */
export const hclQuote = (text: string) => JSON.stringify(text).replace(/[$%](?=\{)/g, (sign) => sign + sign);

/** Outside partition `aws` the CLI needs a region of that partition. */
export const regionOption = (partition: AwsPartition) =>
  partition === 'aws' ? '' : ` --region ${globalRegionOf(partition)}`;

/** A policy in the role, as each way to set up writes it. */
export interface RolePolicy {
  name: string;
  /** The role as the text writes it: its name, or an expression that stands for it. */
  role: string;
  policy: PolicyDocument;
}

/** "CountersignReadFurther" in lower case with this between the words. */
export const lowerWith = (separator: '_' | '-', name: string) =>
  name.replace(/(?<=.)[A-Z]/g, (letter) => separator + letter).toLowerCase();

/** A resource of its own: an `inline_policy` block inside `aws_iam_role` is deprecated by the AWS provider. */
export const policyInTerraform = ({
  name,
  role,
  policy,
}: RolePolicy) => `resource "aws_iam_role_policy" "${lowerWith('_', name)}" {
  name = ${hclQuote(name)}
  role = ${role}

  policy = jsonencode({
    Version = ${hclQuote(policy.Version)}
    Statement = [
${policy.Statement.map(statementInHcl).join('\n')}
    ]
  })
}
`;

/** As `terraform fmt` leaves it. */
const statementInHcl = ({ Sid, Effect, Action, Resource }: PolicyStatement) => `      {
        Sid    = ${hclQuote(Sid)}
        Effect = ${hclQuote(Effect)}
        Action = [
${Action.map((action) => `          ${hclQuote(action)},`).join('\n')}
        ]
        Resource = ${hclQuote(Resource)}
      },`;

/** Scalars are JSON strings, which are YAML too. */
export const policyInCloudFormation = ({ name, role, policy }: RolePolicy) => `  ${name}Policy:
    Type: "AWS::IAM::RolePolicy"
    Properties:
      RoleName: ${role}
      PolicyName: ${JSON.stringify(name)}
      PolicyDocument:
        Version: ${JSON.stringify(policy.Version)}
        Statement:
${policy.Statement.map(statementInYaml).join('\n')}
`;

const statementInYaml = ({ Sid, Effect, Action, Resource }: PolicyStatement) => `          - Sid: ${JSON.stringify(Sid)}
            Effect: ${JSON.stringify(Effect)}
            Action:
${Action.map((action) => `              - ${JSON.stringify(action)}`).join('\n')}
            Resource: ${JSON.stringify(Resource)}`;

/** For sh, bash and zsh (CloudShell has bash). */
export const putRolePolicyCommand = (
  partition: AwsPartition,
  { name, role, policy }: RolePolicy,
) => `aws iam put-role-policy${regionOption(partition)} --role-name ${role} --policy-name ${name} \\
  --policy-document ${shellQuote(JSON.stringify(policy))}
`;
