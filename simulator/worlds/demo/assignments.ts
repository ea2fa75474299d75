import type { AwsAccountName } from './organization.ts';

export const GROUPS: Readonly<Record<string, string>> = {
  Platform: 'Builds the ground others stand on',
  Reliability: 'Keeps production up',
  'Payments engineering': 'Builds payments',
  'Payments leads': 'Technical leads of payments and ledger',
  'Payments on-call': 'Carries the payments pager',
  'Ledger engineering': 'Builds the ledger',
  'Web engineering': 'Builds the web front',
  'Data platform': 'Builds the data lake',
  'Data analysts': 'Answers questions with data',
  'Database administrators': 'Runs the databases',
  Network: 'Networks and DNS',
  Security: 'Security engineering and audit',
  'Incident response': 'Handles security incidents',
  Compliance: 'Compliance and internal audit',
  Finance: 'Finance and cloud cost',
  'Billing administrators': 'May change payment methods and budgets',
  Support: 'Customer support',
  'Engineering managers': 'Manage engineering teams',
  Leadership: 'Executive team',
  Contractors: 'External people, all contracts',
};

const PROD = ['prod-payments', 'prod-web', 'prod-ledger'] as const;
const NONPROD = ['staging', 'dev-sandbox'] as const;
const WORKLOADS = [...PROD, ...NONPROD, 'data-lake'] as const;
const EVERYWHERE = [
  ...WORKLOADS,
  ...(['network-hub', 'shared-services', 'security-audit', 'log-archive', 'larkspur-management'] as const),
] as const;

type Row = readonly [permissionSet: string, principal: string, awsAccounts: readonly AwsAccountName[]];

export const GROUP_ASSIGNMENTS: readonly Row[] = [
  ['AdministratorAccess', 'Platform', [...NONPROD, 'network-hub', 'shared-services', 'larkspur-management']],
  ['AdministratorAccess', 'Security', ['security-audit', 'log-archive']],
  ['PowerUserAccess', 'Platform', [...PROD, 'data-lake']],
  ['PowerUserAccess', 'Payments leads', ['staging']],
  ['ReadOnlyAccess', 'Reliability', [...EVERYWHERE]],
  ['ReadOnlyAccess', 'Payments engineering', ['prod-payments', 'staging']],
  ['ReadOnlyAccess', 'Ledger engineering', ['prod-ledger', 'staging']],
  ['ReadOnlyAccess', 'Web engineering', ['prod-web', 'staging']],
  ['ReadOnlyAccess', 'Engineering managers', [...PROD, 'staging']],
  ['DeveloperAccess', 'Payments engineering', ['dev-sandbox']],
  ['DeveloperAccess', 'Ledger engineering', ['dev-sandbox']],
  ['DeveloperAccess', 'Web engineering', ['dev-sandbox']],
  ['DeveloperAccess', 'Contractors', ['dev-sandbox']],
  ['DeploymentOperator', 'Payments leads', ['prod-payments', 'prod-ledger']],
  ['DeploymentOperator', 'Web engineering', ['staging']],
  ['ProductionOperator', 'Reliability', [...PROD]],
  ['ProductionOperator', 'Payments on-call', ['prod-payments', 'prod-ledger']],
  ['DatabaseOperator', 'Database administrators', ['prod-ledger', 'staging', 'data-lake']],
  ['DataEngineer', 'Data platform', ['data-lake', 'staging']],
  ['DataAnalyst', 'Data analysts', ['data-lake']],
  ['BillingView', 'Finance', ['larkspur-management']],
  ['BillingView', 'Engineering managers', ['larkspur-management']],
  ['BillingAdministrator', 'Billing administrators', ['larkspur-management']],
  ['SecurityAudit', 'Security', [...EVERYWHERE]],
  ['SecurityAudit', 'Compliance', [...EVERYWHERE, 'acquired-legacy']],
  ['IncidentResponder', 'Incident response', [...WORKLOADS]],
  ['LogReader', 'Payments engineering', ['log-archive']],
  ['LogReader', 'Compliance', ['log-archive']],
  ['SupportReadOnly', 'Support', [...PROD]],
  ['NetworkOperator', 'Network', ['network-hub', ...PROD]],
  ['IamAdministrator', 'Platform', ['shared-services']],
];

/** Direct assignments, by e-mail name: each a finding waiting to be looked at. */
export const USER_ASSIGNMENTS: readonly Row[] = [
  ['DatabaseOperator', 'zanele.dlamini', ['prod-payments']],
  ['AdministratorAccess', 'sofia.marchetti', ['prod-payments']],
  ['PowerUserAccess', 'daniel.whitlock', ['data-lake']],
  ['ReadOnlyAccess', 'ethan.clarke', ['prod-web']],
  ['BreakGlass', 'amara.nwosu', ['larkspur-management', 'prod-payments']],
  ['DataEngineer', 'sven.eriksson', ['acquired-legacy']],
];

/** Left behind when its user was deleted. */
export const ORPHAN: readonly [permissionSet: string, awsAccount: AwsAccountName] = ['DataEngineer', 'data-lake'];
