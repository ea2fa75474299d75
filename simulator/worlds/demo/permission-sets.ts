import type { SetWish } from '../wishes.ts';

const allow = (actions: readonly string[], resource = '*') => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
});

export const PERMISSION_SETS: readonly SetWish[] = [
  {
    name: 'AdministratorAccess',
    description: 'Full administration',
    session: 'PT4H',
    managed: ['AdministratorAccess'],
    tags: { risk: 'high' },
  },
  { name: 'PowerUserAccess', description: 'Everything but IAM', session: 'PT8H', managed: ['PowerUserAccess'] },
  { name: 'ReadOnlyAccess', description: 'Look at everything', session: 'PT8H', managed: ['ReadOnlyAccess'] },
  {
    name: 'DatabaseOperator',
    description: 'Operate databases: restart, fail over, restore snapshots',
    session: 'PT2H',
    managed: ['AmazonRDSReadOnlyAccess'],
    inline: [
      allow(['rds:RebootDBInstance', 'rds:FailoverDBCluster', 'rds:RestoreDBClusterToPointInTime', 'rds-db:connect']),
    ],
    tags: { risk: 'high' },
  },
  { name: 'BillingView', description: 'See bills and costs', session: 'PT4H', managed: ['AWSBillingReadOnlyAccess'] },
  {
    name: 'BillingAdministrator',
    description: 'Pay bills, set budgets',
    session: 'PT2H',
    managed: ['job-function/Billing'],
  },
  { name: 'SecurityAudit', description: 'Audit the configuration', session: 'PT8H', managed: ['SecurityAudit'] },
  {
    name: 'SupportReadOnly',
    description: 'Look into customer cases',
    session: 'PT8H',
    managed: ['job-function/SupportUser', 'CloudWatchLogsReadOnlyAccess'],
  },
  {
    name: 'NetworkOperator',
    description: 'Networks and DNS',
    session: 'PT4H',
    managed: ['job-function/NetworkAdministrator'],
  },
  {
    name: 'DataEngineer',
    description: 'Build pipelines in the data lake',
    session: 'PT8H',
    managed: ['job-function/DataScientist', 'AmazonS3FullAccess'],
  },
  {
    name: 'DataAnalyst',
    description: 'Query the data lake',
    session: 'PT8H',
    inline: [allow(['athena:StartQueryExecution', 'athena:GetQuery*', 'glue:Get*', 's3:GetObject', 's3:ListBucket'])],
  },
  { name: 'DeveloperAccess', description: 'Build and test', session: 'PT12H', managed: ['PowerUserAccess'] },
  {
    name: 'DeploymentOperator',
    description: 'Roll out and roll back',
    session: 'PT2H',
    managed: ['AmazonECS_FullAccess'],
    tags: { risk: 'medium' },
  },
  {
    name: 'ProductionOperator',
    description: 'Restart and scale production services',
    session: 'PT2H',
    managed: ['ReadOnlyAccess'],
    inline: [allow(['ecs:UpdateService', 'ecs:StopTask', 'autoscaling:SetDesiredCapacity', 'ssm:StartSession'])],
    tags: { risk: 'high' },
  },
  {
    name: 'IncidentResponder',
    description: 'Contain incidents: isolate, revoke, snapshot',
    session: 'PT1H',
    managed: ['SecurityAudit', 'AmazonEC2FullAccess'],
    tags: { risk: 'high' },
  },
  {
    name: 'LogReader',
    description: 'Read logs and trails',
    session: 'PT8H',
    managed: ['CloudWatchLogsReadOnlyAccess', 'AWSCloudTrail_ReadOnlyAccess'],
  },
  {
    name: 'IamAdministrator',
    description: 'Administer IAM',
    session: 'PT1H',
    managed: ['IAMFullAccess'],
    tags: { risk: 'high' },
  },
  {
    name: 'BreakGlass',
    description: 'Emergency administration; every use is reviewed',
    session: 'PT1H',
    managed: ['AdministratorAccess'],
    tags: { risk: 'high' },
  },
];
