import { keyPair } from '../credentials.ts';
import { allow, type UserWish } from '../wishes.ts';
import type { WorldBuilder } from '../world-builder.ts';
import { MANAGEMENT_ROLES } from './management-roles.ts';
import { MANAGEMENT } from './organization.ts';
import { EMAIL_DOMAIN } from './people.ts';

const role = (name: string) => `arn:aws:iam::${MANAGEMENT}:role/${name}`;
const email = (name: string) => `${name}@${EMAIL_DOMAIN}`;

/** Nobody signed in as the root user since. */
const ROOT_UNUSED_MS = 214 * 24 * 3600 * 1000;

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  Administrators: ['AdministratorAccess'],
  Billing: ['job-function/Billing'],
  Developers: ['PowerUserAccess'],
  Auditors: ['SecurityAudit', 'IAMReadOnlyAccess'],
  LegacyDeployers: ['AmazonECS_FullAccess'],
  Everyone: ['IAMReadOnlyAccess'],
};

const used = (daysAgo: number, service: string, region = 'eu-north-1') => ({ daysAgo, service, region });

/** Machines with keys, some old and some forgotten; people, the half without MFA. */
const USERS: readonly UserWish[] = [
  {
    name: 'terraform-bootstrap',
    attached: ['AdministratorAccess'],
    key: keyPair('administrator'),
    keyDaysOld: 1_204,
    keyUsed: used(1, 's3'),
  },
  {
    name: 'ci-legacy',
    groups: ['LegacyDeployers'],
    inline: { 'assume-build': allow('sts:AssumeRole', role('BuildOrchestrator')) },
    key: true,
    keyDaysOld: 1_096,
    keyUsed: used(95, 'sts'),
    hasRetiredKey: true,
  },
  {
    name: email('samuel.okafor'),
    groups: ['Developers', 'Everyone'],
    passwordUsedDaysAgo: 3,
    hasMfa: true,
    key: true,
    keyDaysOld: 61,
    keyUsed: used(2, 'ecs'),
  },
  { name: email('ewa.kowalczyk'), groups: ['Developers', 'Everyone'], passwordUsedDaysAgo: 41 },
  {
    name: email('priya.raman'),
    groups: ['Administrators', 'Everyone'],
    passwordUsedDaysAgo: 1,
    hasMfa: true,
    key: true,
    keyUsed: used(1, 'iam', 'us-east-1'),
  },
  { name: email('rafael.costa'), groups: ['Everyone'], passwordUsedDaysAgo: 220, hasMfa: true },
  { name: email('hana.kobayashi'), groups: ['Auditors', 'Everyone'], passwordUsedDaysAgo: 12, hasMfa: true },
  {
    name: email('daniel.whitlock'),
    groups: ['Developers'],
    passwordUsedDaysAgo: 187,
    key: true,
    keyUsed: used(188, 'dynamodb'),
  },
  { name: email('ingrid.solheim'), groups: ['Billing', 'Everyone'], passwordUsedDaysAgo: 8, hasMfa: true },
  {
    name: 'jdoe-contractor',
    groups: ['Developers', 'LegacyDeployers'],
    passwordUsedDaysAgo: 402,
    key: true,
    keyDaysOld: 655,
    keyUsed: used(399, 'ec2', 'eu-west-1'),
  },
  {
    name: 'backup-runner',
    path: '/service/',
    inline: { backup: allow(['s3:PutObject', 'rds:CopyDBSnapshot']) },
    key: true,
    keyDaysOld: 74,
    keyUsed: used(1, 's3'),
    hasRetiredKey: true,
  },
  {
    name: 'metrics-exporter',
    path: '/service/',
    attached: ['CloudWatchReadOnlyAccess'],
    key: true,
    keyUsed: used(1, 'cloudwatch'),
  },
  { name: 'billing-export', path: '/service/', groups: ['Billing'], key: true },
  { name: 'amara', groups: ['Administrators'], tags: { email: email('amara.nwosu') }, passwordUsedDaysAgo: 95 },
];

/** IAM of the management account, grown over years: the part of the demo with the most to find. */
export function addManagementIam(builder: WorldBuilder): void {
  const account = builder.awsAccount(MANAGEMENT);
  account.aliases.add('larkspur-mgmt');
  account.root = { createdAt: builder.firstTime, hasMfa: true, passwordLastUsedAt: builder.lastTime - ROOT_UNUSED_MS };
  const createdAt = builder.someTime();
  const validUntil = createdAt + 10 * 365 * 86_400_000;
  account.samlProviders.add({ arn: `arn:aws:iam::${MANAGEMENT}:saml-provider/Okta`, createdAt, validUntil });
  account.oidcProviders.add({
    arn: `arn:aws:iam::${MANAGEMENT}:oidc-provider/token.actions.githubusercontent.com`,
    clientIds: ['sts.amazonaws.com'],
    createdAt,
  });
  for (const [name, attached] of Object.entries(GROUPS)) builder.iamGroup(account, name, attached);
  for (const wish of USERS) builder.iamUser(account, wish);
  for (const wish of MANAGEMENT_ROLES) builder.iamRole(account, wish);
}
