import { allow, managedArn, type PolicyWish, type RoleWish } from '../wishes.ts';
import type { Dice } from './dice.ts';
import { GENERATED } from './organization.ts';

const MANAGEMENT_ROOT = `arn:aws:iam::${GENERATED.managementAccountId}:root`;
/** Vendors: AWS accounts that are not in this world. */
const VENDORS = ['664418370255', '517993041126'] as const;
export const GITHUB = 'token.actions.githubusercontent.com';

/** The role of the management account that every member trusts, by its ARN. */
export const AUTOMATION: RoleWish = {
  name: 'OrgAutomation',
  trust: [{ Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  inline: { members: allow('sts:AssumeRole', 'arn:aws:iam::*:role/AutomationBaseline') },
};
export const AUTOMATION_ROLE = `arn:aws:iam::${GENERATED.managementAccountId}:role/${AUTOMATION.name}`;

const SERVICES = ['lambda', 'ecs-tasks', 'ec2', 'codebuild', 'states', 'glue', 'events'] as const;
const COMPONENTS = [
  'api',
  'worker',
  'batch',
  'ingest',
  'export',
  'gateway',
  'indexer',
  'scheduler',
  'notifier',
] as const;
const ATTACHED = [
  'service-role/AWSLambdaBasicExecutionRole',
  'service-role/AmazonECSTaskExecutionRolePolicy',
  'AmazonS3ReadOnlyAccess',
  'CloudWatchLogsReadOnlyAccess',
  'AmazonEC2ReadOnlyAccess',
] as const;
const GRANTS: readonly (readonly [name: string, document: object])[] = [
  ['queues', allow(['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'])],
  ['tables', allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'])],
  ['objects', allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::meridian-*')],
  ['keys', allow(['kms:Decrypt', 'kms:GenerateDataKey'])],
  ['secrets', allow('secretsmanager:GetSecretValue')],
  ['deploy', allow(['cloudformation:*', 'iam:PassRole', 'ecs:UpdateService'])],
];

const assume = (principal: object, condition?: object, action = 'sts:AssumeRole') => [
  { Effect: 'Allow', Principal: principal, Action: action, ...(condition ? { Condition: condition } : {}) },
];

/** What every member AWS account has: the organization's access and automation, and AWS's own service-linked roles. */
export const COMMON_ROLES: readonly RoleWish[] = [
  {
    name: 'OrganizationAccountAccessRole',
    trust: assume({ AWS: MANAGEMENT_ROOT }),
    attached: ['AdministratorAccess'],
  },
  { name: 'AutomationBaseline', trust: assume({ AWS: AUTOMATION_ROLE }), attached: ['PowerUserAccess'] },
  ...['organizations', 'sso', 'support'].map((service) => ({
    name: `AWSServiceRoleFor${service === 'sso' ? 'SSO' : service.charAt(0).toUpperCase() + service.slice(1)}`,
    path: `/aws-service-role/${service}.amazonaws.com/`,
    trust: assume({ Service: `${service}.amazonaws.com` }),
  })),
];

/** The n-th customer managed policy of an AWS account. */
export function policyWish(index: number, dice: Dice): PolicyWish {
  const [name, document] = dice.of(GRANTS);
  return { name: `${dice.of(COMPONENTS)}-${name}-${index + 1}`, document };
}

/** The n-th role of an AWS account's own: mostly of services, some trusted by others. */
export function ownRoleWish(index: number, awsAccountId: string, policyArns: readonly string[], dice: Dice): RoleWish {
  const [grantName, grant] = dice.of(GRANTS);
  const own = policyArns.length > 0 && dice.below(100) < 45 ? [dice.of(policyArns)] : [];
  return {
    ...trusted(awsAccountId, dice),
    name: `${dice.of(COMPONENTS)}-${index + 1}`,
    attached: [managedArn(dice.of(ATTACHED)), ...own],
    ...(dice.below(100) < 35 ? { inline: { [grantName]: grant } } : {}),
    ...(dice.below(100) < 50
      ? { tags: { team: dice.of(COMPONENTS), stage: dice.of(['prod', 'staging', 'dev']) } }
      : {}),
  };
}

function trusted(awsAccountId: string, dice: Dice): Pick<RoleWish, 'trust' | 'path' | 'description'> {
  const draw = dice.below(100);
  if (draw < 72) return { path: '/service/', trust: assume({ Service: `${dice.of(SERVICES)}.amazonaws.com` }) };
  if (draw < 80) return { trust: assume({ AWS: `arn:aws:iam::${awsAccountId}:root` }) };
  if (draw < 86) return { trust: assume({ AWS: MANAGEMENT_ROOT }) };
  if (draw < 90) return { trust: assume({ AWS: AUTOMATION_ROLE }) };
  if (draw < 93) {
    const externalId = { StringEquals: { 'sts:ExternalId': `mrdn-${dice.between(10_000, 99_999)}` } };
    const vendor = `arn:aws:iam::${dice.of(VENDORS)}:root`;
    return { description: 'For a vendor', trust: assume({ AWS: vendor }, dice.below(3) ? externalId : undefined) };
  }
  const subject = { StringLike: { [`${GITHUB}:sub`]: 'repo:meridian/*:ref:refs/heads/main' } };
  const provider = `arn:aws:iam::${awsAccountId}:oidc-provider/${GITHUB}`;
  return { trust: assume({ Federated: provider }, subject, 'sts:AssumeRoleWithWebIdentity') };
}
