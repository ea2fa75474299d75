import { matchesPattern } from '../../../policies/pattern.ts';
import type { Statement } from '../../../policies/policy-document.ts';

/** Services that last-accessed reports tell of, by namespace: those that the policies of these worlds are about. */
export const SERVICE_NAMES: Readonly<Record<string, string>> = {
  'access-analyzer': 'AWS IAM Access Analyzer',
  billing: 'AWS Billing',
  ce: 'AWS Cost Explorer',
  cloudformation: 'AWS CloudFormation',
  cloudtrail: 'AWS CloudTrail',
  cloudwatch: 'Amazon CloudWatch',
  codebuild: 'AWS CodeBuild',
  config: 'AWS Config',
  dynamodb: 'Amazon DynamoDB',
  ec2: 'Amazon EC2',
  ecr: 'Amazon Elastic Container Registry',
  ecs: 'Amazon Elastic Container Service',
  eks: 'Amazon Elastic Kubernetes Service',
  glue: 'AWS Glue',
  guardduty: 'Amazon GuardDuty',
  iam: 'AWS Identity and Access Management',
  identitystore: 'AWS Identity Store',
  kms: 'AWS Key Management Service',
  lambda: 'AWS Lambda',
  logs: 'Amazon CloudWatch Logs',
  organizations: 'AWS Organizations',
  rds: 'Amazon RDS',
  s3: 'Amazon S3',
  secretsmanager: 'AWS Secrets Manager',
  securityhub: 'AWS Security Hub',
  sns: 'Amazon SNS',
  sqs: 'Amazon SQS',
  ssm: 'AWS Systems Manager',
  sso: 'AWS IAM Identity Center (successor to AWS Single Sign-On)',
  sts: 'AWS Security Token Service',
};

/** The services that some Allow of the policies is about. */
export function allowedServices(policies: readonly (readonly Statement[])[]): string[] {
  const patterns = new Set<string>();
  for (const { effect, actions } of policies.flat()) {
    if (effect !== 'Allow') continue;
    for (const action of actions ?? ['*']) patterns.add(action.split(':')[0] ?? '*');
  }
  return Object.keys(SERVICE_NAMES).filter((namespace) =>
    [...patterns].some((pattern) => matchesPattern(pattern, namespace, true)),
  );
}
