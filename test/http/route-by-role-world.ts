import type { World } from '../support/world.ts';

/** SEC-2's viewers: who stands for each in the world of test/support/world.ts. */
export const viewers = {
  anonymous: null,
  employee: 'per_emil',
  manager: 'per_manager',
  'connector administrator of nothing': 'per_nothing',
  'connector administrator and owner': 'per_owner',
  auditor: 'per_auditor',
  'campaign administrator': 'per_campaign',
  'super administrator': 'per_super',
} as const;
export type ViewerName = keyof typeof viewers;
export const viewerNames = Object.keys(viewers) as ViewerName[];
export const seesAll = (name: ViewerName): boolean => name === 'auditor' || name === 'super administrator';

/** What each viewer's lists hold, worked out by hand from the world; who is not named here has none. */
type Sets = Record<'all' | 'employee' | 'manager' | 'owner', readonly string[]>;
export const visible = {
  people: {
    all: [
      'per_super',
      'per_auditor',
      'per_campaign',
      'per_nothing',
      'per_owner',
      'per_manager',
      'per_lead',
      'per_emil',
      'per_ben',
    ],
    employee: ['per_emil'],
    manager: ['per_manager', 'per_lead', 'per_emil'],
    owner: ['per_owner'],
  },
  identities: {
    all: [
      'emil',
      'ben',
      'lee',
      'ghost',
      'emil-iam',
      'robot',
      'worker',
      'reserved',
      'deploy',
      'migrate',
      'audit',
      'okta',
      'job',
    ],
    employee: ['emil', 'emil-iam'],
    manager: ['emil', 'emil-iam', 'lee', 'reserved', 'deploy', 'migrate'],
    owner: ['worker', 'deploy', 'migrate', 'audit', 'okta', 'job'],
  },
  awsAccounts: {
    all: ['management', 'prod-payments', 'sandbox', 'workloads'],
    employee: ['management', 'prod-payments'],
    manager: ['management', 'prod-payments', 'sandbox', 'workloads'],
    owner: ['workloads'],
  },
  groups: {
    all: ['platform', 'support', 'readers', 'admins'],
    employee: ['platform', 'admins'],
    manager: ['platform', 'support', 'admins'],
    owner: [],
  },
  permissionSets: { all: ['admin', 'readonly'], employee: ['admin'], manager: ['admin', 'readonly'], owner: [] },
  roles: {
    all: ['reserved', 'deploy', 'migrate', 'audit', 'okta', 'job'],
    employee: [],
    manager: ['reserved', 'deploy', 'migrate'],
    owner: ['deploy', 'migrate', 'audit', 'okta', 'job'],
  },
} satisfies Record<string, Sets>;
export type Kind = keyof typeof visible;

export const visibleTo = (name: ViewerName, kind: Kind): readonly string[] => {
  const sets: Sets = visible[kind];
  if (seesAll(name)) return sets.all;
  if (name === 'employee' || name === 'manager') return sets[name];
  if (name === 'connector administrator and owner') return sets.owner;
  return kind === 'people' && viewers[name] ? [viewers[name]] : [];
};

const entities: Record<string, { shown: string; native: string }> = {
  emil: { shown: 'Emil Employee', native: 'd-1/emil' },
  ben: { shown: 'Ben Builder', native: 'd-1/ben' },
  lee: { shown: 'Lee Lead', native: 'd-1/lee' },
  ghost: { shown: 'ghost-0001', native: 'd-1/ghost-0001' },
  'emil-iam': { shown: 'emil@corp.example', native: 'AIDAEMIL' },
  robot: { shown: 'robot', native: 'AIDAROBOT' },
  worker: { shown: 'worker', native: 'AIDAWORKER' },
  reserved: { shown: 'AWSReservedSSO_ReadOnlyAccess_0123456789abcdef', native: 'AROARESERVED' },
  deploy: { shown: 'Deploy', native: 'AROADEPLOY' },
  migrate: { shown: 'Migrate', native: 'AROAMIGRATE' },
  audit: { shown: 'AuditReader', native: 'AROAAUDIT' },
  okta: { shown: 'OktaAdmin', native: 'AROAOKTA' },
  job: { shown: 'BatchJob', native: 'AROAJOB' },
  management: { shown: 'management', native: '111111111111' },
  'prod-payments': { shown: 'prod-payments', native: '333333333333' },
  sandbox: { shown: 'sandbox', native: '444444444444' },
  workloads: { shown: 'workloads', native: '222222222222' },
  foreign: { shown: 'security-audit', native: '999999999999' },
  platform: { shown: 'Platform', native: 'd-1/platform' },
  support: { shown: 'Support', native: 'd-1/support' },
  readers: { shown: 'Readers', native: 'd-1/readers' },
  admins: { shown: 'Admins', native: 'AGPAADMINS' },
  admin: { shown: 'AdministratorAccess', native: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1' },
  readonly: { shown: 'ReadOnlyAccess', native: 'arn:aws:sso:::permissionSet/ssoins-1/ps-2' },
};
export const shownName = (name: string): string => entities[name]?.shown ?? name;
export const awsAccountIdOf = (name: string): string => entities[name]?.native ?? '';
const people: Record<string, string> = {
  per_super: 'Sue Super',
  per_auditor: 'Audrey Auditor',
  per_campaign: 'Cam Campaign',
  per_nothing: 'Ada Admin',
  per_owner: 'Olga Owner',
  per_manager: 'Mia Manager',
  per_lead: 'Lee Lead',
  per_emil: 'Emil Employee',
  per_ben: 'Ben Builder',
};
export const personName = (id: string): string => people[id] ?? id;

/** Everything of the world that is said in an answer, by id, AWS's id or name; keys are no values. */
export function mentioned(world: World, answer: unknown): Set<string> {
  const values = valuesOf(answer);
  const says = (text: string) =>
    values.some((value) => new RegExp(`(^|[^\\w-])${escaped(text)}($|[^\\w-])`).test(value));
  const found = Object.entries(entities)
    .filter(([name, { shown, native }]) => [world.ent(name), shown, native].some(says))
    .map(([name]) => name);
  return new Set([
    ...found,
    ...Object.entries(people)
      .filter((person) => person.some(says))
      .map(([id]) => id),
    ...['con_org', 'con_work'].filter(says),
  ]);
}
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const valuesOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(valuesOf)
      : [];

/** The same human under both names. */
const human: Record<string, string[]> = {
  per_emil: ['emil'],
  per_lead: ['lee'],
  per_ben: ['ben'],
  emil: ['per_emil'],
  lee: ['per_lead'],
  ben: ['per_ben'],
};
const kinds = Object.keys(visible) as Kind[];

/**
 * What may occur anywhere in what a viewer is told. Beyond their lists: an employee's own manager; and for who owns a
 * connector, who reaches into what it reads, with the path they come by (but no page of these).
 */
export function tellable(name: ViewerName): Set<string> {
  if (seesAll(name)) return new Set([...Object.keys(entities), ...Object.keys(people), 'con_org', 'con_work']);
  const own = kinds.flatMap((kind) => visibleTo(name, kind));
  const more: Partial<Record<ViewerName, string[]>> = {
    employee: ['per_lead'],
    'connector administrator and owner': [
      'con_work',
      'per_lead',
      'support',
      'readonly',
      'management',
      'robot',
      'reserved',
      'foreign',
    ],
  };
  const all = [...own, ...(more[name] ?? [])];
  return new Set([...all, ...all.flatMap((each) => human[each] ?? [])]);
}
