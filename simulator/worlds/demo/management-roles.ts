import { allow, type RoleWish } from '../wishes.ts';
import { MANAGEMENT, ORGANIZATION_ID } from './organization.ts';
import { EMAIL_DOMAIN } from './people.ts';

const user = (name: string) => `arn:aws:iam::${MANAGEMENT}:user/${name}`;
const role = (name: string) => `arn:aws:iam::${MANAGEMENT}:role/${name}`;
const email = (name: string) => `${name}@${EMAIL_DOMAIN}`;
const trust = (principal: object | string, condition?: object, action: string | string[] = 'sts:AssumeRole') => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  ...(condition ? { Condition: condition } : {}),
});
const used = (daysAgo: number) => ({ daysAgo, region: 'eu-north-1' });
const service = (name: string) => [trust({ Service: `${name}.amazonaws.com` })];
const ROOT = `arn:aws:iam::${MANAGEMENT}:root`;
/** A monitoring vendor: an AWS account that is not in this world. */
const VENDOR = 'arn:aws:iam::664418370255:root';

/** The management account's own roles: every kind of trust there is. */
export const MANAGEMENT_ROLES: readonly RoleWish[] = [
  {
    name: 'PlatformAdmin',
    used: used(2),
    trust: [trust({ AWS: user(email('priya.raman')) })],
    attached: ['AdministratorAccess'],
  },
  { name: 'AuditReader', used: used(9), trust: [trust({ AWS: ROOT })], attached: ['SecurityAudit'] },
  { name: 'CostReader', trust: [trust({ AWS: MANAGEMENT })], attached: ['AWSBillingReadOnlyAccess'] },
  {
    name: 'BuildOrchestrator',
    used: used(95),
    trust: [trust({ AWS: user('ci-legacy') })],
    inline: { promote: allow('sts:AssumeRole', role('ReleasePromoter')) },
  },
  {
    name: 'ReleasePromoter',
    used: used(95),
    trust: [trust({ AWS: role('BuildOrchestrator') })],
    attached: ['PowerUserAccess'],
  },
  {
    name: 'OktaAdmin',
    used: used(6),
    description: 'Administrators by Okta',
    trust: [
      trust(
        { Federated: `arn:aws:iam::${MANAGEMENT}:saml-provider/Okta` },
        { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
      ),
    ],
    attached: ['AdministratorAccess'],
    maxSessionSeconds: 28_800,
  },
  {
    name: 'OktaReadOnly',
    used: used(1),
    trust: [
      trust(
        { Federated: `arn:aws:iam::${MANAGEMENT}:saml-provider/Okta` },
        { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        'sts:AssumeRoleWithSAML',
      ),
    ],
    attached: ['ReadOnlyAccess'],
  },
  {
    name: 'DeployPayments',
    used: used(1),
    description: 'GitHub Actions deploys payments from main',
    trust: [
      trust(
        { Federated: `arn:aws:iam::${MANAGEMENT}:oidc-provider/token.actions.githubusercontent.com` },
        {
          StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
          StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:larkspur-pay/payments:ref:refs/heads/main' },
        },
        'sts:AssumeRoleWithWebIdentity',
      ),
    ],
    attached: ['PowerUserAccess'],
  },
  {
    name: 'DeployAnything',
    description: 'GitHub Actions of any repository: too wide',
    trust: [
      trust(
        { Federated: `arn:aws:iam::${MANAGEMENT}:oidc-provider/token.actions.githubusercontent.com` },
        { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:larkspur-pay/*' } },
        'sts:AssumeRoleWithWebIdentity',
      ),
    ],
    attached: ['PowerUserAccess'],
  },
  {
    name: 'PaymentsTeam',
    trust: [trust({ AWS: ROOT }, { StringEquals: { 'aws:PrincipalTag/team': 'payments' } })],
    attached: ['ReadOnlyAccess'],
  },
  {
    name: 'OrganizationReader',
    trust: [trust({ AWS: '*' }, { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION_ID } })],
    attached: ['AWSOrganizationsReadOnlyAccess'],
  },
  {
    name: 'VendorMonitoring',
    used: used(1),
    description: 'Monitoring vendor, no external id',
    trust: [trust({ AWS: VENDOR })],
    attached: ['ReadOnlyAccess'],
  },
  {
    name: 'VendorBackup',
    description: 'Backup vendor, with external id',
    trust: [trust({ AWS: VENDOR }, { StringEquals: { 'sts:ExternalId': 'larkspur-backup-7f3a91' } })],
    attached: ['AmazonRDSReadOnlyAccess'],
  },
  {
    name: 'ProdPaymentsDeployer',
    trust: [trust({ AWS: 'arn:aws:iam::730482915066:root' })],
    attached: ['AmazonECS_FullAccess'],
  },
  {
    name: 'NetworkHubRouter',
    trust: [trust({ AWS: 'arn:aws:iam::349018627715:root' })],
    attached: ['job-function/NetworkAdministrator'],
  },
  {
    name: 'EmergencyAdmin',
    description: 'Only with MFA, never for contractors',
    trust: [
      trust({ AWS: ROOT }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      { Effect: 'Deny', Principal: { AWS: user('jdoe-contractor') }, Action: 'sts:AssumeRole' },
    ],
    attached: ['AdministratorAccess'],
  },
  {
    name: 'LambdaBillingExport',
    path: '/service-role/',
    trust: service('lambda'),
    attached: ['service-role/AWSLambdaBasicExecutionRole'],
  },
  {
    name: 'EcsTaskExecution',
    used: used(1),
    path: '/service-role/',
    trust: service('ecs-tasks'),
    attached: ['service-role/AmazonECSTaskExecutionRolePolicy'],
  },
  { name: 'ConfigRecorder', used: used(1), path: '/service-role/', trust: service('config') },
  { name: 'CloudTrailToLogs', path: '/service-role/', trust: service('cloudtrail') },
  {
    name: 'AWSServiceRoleForOrganizations',
    path: '/aws-service-role/organizations.amazonaws.com/',
    trust: service('organizations'),
  },
  { name: 'AWSServiceRoleForSSO', path: '/aws-service-role/sso.amazonaws.com/', trust: service('sso') },
  { name: 'AWSServiceRoleForSupport', path: '/aws-service-role/support.amazonaws.com/', trust: service('support') },
  {
    name: 'LegacyJenkins',
    used: used(488),
    trust: service('ec2'),
    attached: ['AdministratorAccess'],
    tags: { owner: 'unknown' },
  },
  {
    name: 'AnyoneButContractors',
    trust: [
      trust({ AWS: ROOT }),
      {
        Effect: 'Deny',
        NotPrincipal: { AWS: [ROOT, user(email('priya.raman')), user('amara')] },
        Action: 'sts:AssumeRole',
      },
    ],
    attached: ['ReadOnlyAccess'],
  },
];
