import { keyPair } from '../credentials.ts';
import { allow } from '../wishes.ts';
import type { WorldBuilder } from '../world-builder.ts';
import { AWS_ACCOUNTS, awsAccountIdOf, MANAGEMENT } from './organization.ts';

const assume = (principal: object) => [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }];

/** IAM of the member accounts: what every account has, and a few people, keys and roles of their own. */
export function addMemberIam(builder: WorldBuilder): void {
  for (const [name, awsAccountId] of AWS_ACCOUNTS) {
    if (awsAccountId === MANAGEMENT) continue;
    const account = builder.awsAccount(awsAccountId);
    account.aliases.add(`larkspur-${name}`);
    builder.iamRole(account, {
      name: 'OrganizationAccountAccessRole',
      trust: assume({ AWS: `arn:aws:iam::${MANAGEMENT}:root` }),
      attached: ['AdministratorAccess'],
    });
    for (const service of ['organizations', 'sso']) {
      builder.iamRole(account, {
        name: service === 'sso' ? 'AWSServiceRoleForSSO' : 'AWSServiceRoleForOrganizations',
        path: `/aws-service-role/${service}.amazonaws.com/`,
        trust: assume({ Service: `${service}.amazonaws.com` }),
      });
    }
  }
  addProdPayments(builder);
  addOthers(builder);
}

function addProdPayments(builder: WorldBuilder): void {
  const account = builder.awsAccount(awsAccountIdOf('prod-payments'));
  builder.iamUser(account, {
    name: 'deploy-bootstrap',
    attached: ['AdministratorAccess'],
    key: keyPair('memberAdministrator'),
  });
  builder.iamUser(account, {
    name: 'pgp-signer',
    path: '/service/',
    inline: { sign: allow('kms:Sign') },
    key: true,
    keyUsed: { daysAgo: 1, service: 'kms', region: 'eu-north-1' },
  });
  builder.iamRole(account, {
    name: 'payments-api',
    path: '/service/',
    trust: assume({ Service: 'ecs-tasks.amazonaws.com' }),
    inline: { runtime: allow(['dynamodb:*', 'sqs:*', 'kms:Decrypt']) },
  });
  builder.iamRole(account, {
    name: 'payments-settlement',
    path: '/service/',
    trust: assume({ Service: 'lambda.amazonaws.com' }),
    attached: ['service-role/AWSLambdaBasicExecutionRole'],
  });
  builder.iamRole(account, {
    name: 'payments-release',
    trust: assume({ AWS: `arn:aws:iam::${MANAGEMENT}:role/ReleasePromoter` }),
    attached: ['AmazonECS_FullAccess'],
  });
}

function addOthers(builder: WorldBuilder): void {
  const security = builder.awsAccount(awsAccountIdOf('security-audit'));
  builder.iamUser(security, {
    name: 'sso-delegate',
    attached: ['AdministratorAccess'],
    key: keyPair('delegatedAdministrator'),
  });
  builder.iamRole(security, {
    name: 'AuditHub',
    trust: assume({ AWS: `arn:aws:iam::${MANAGEMENT}:role/AuditReader` }),
    attached: ['SecurityAudit'],
  });
  const dataLake = builder.awsAccount(awsAccountIdOf('data-lake'));
  builder.iamGroup(dataLake, 'Analysts', ['AmazonS3ReadOnlyAccess']);
  builder.iamUser(dataLake, {
    name: 'elif.yildiz@larkspurpay.example',
    groups: ['Analysts'],
    passwordUsedDaysAgo: 30,
    hasMfa: true,
  });
  builder.iamUser(dataLake, { name: 'glue-loader', path: '/service/', attached: ['AmazonS3FullAccess'], key: true });
  const sandbox = builder.awsAccount(awsAccountIdOf('dev-sandbox'));
  builder.iamUser(sandbox, { name: 'tomas-test', attached: ['PowerUserAccess'], key: true, passwordUsedDaysAgo: 300 });
  const legacy = builder.awsAccount(awsAccountIdOf('acquired-legacy'));
  builder.iamUser(legacy, {
    name: 'root-admin',
    attached: ['AdministratorAccess'],
    passwordUsedDaysAgo: 700,
    key: true,
    keyUsed: { daysAgo: 690, service: 'ec2', region: 'us-east-1' },
  });
}
