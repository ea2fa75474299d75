/** SEC-2. `everyone` is not granted: each signed-in person has it. Manager and owner are relations, not roles. */
export const roles = [
  'super-administrator',
  'connector-administrator',
  'request-administrator',
  'campaign-administrator',
  'auditor',
] as const;
export type Role = (typeof roles)[number];

/** Every permission a route can ask for; the route table names exactly one (or `public`). */
export const permissions = [
  'session.use', // be signed in
  'access.read', // read inventory and access; what is seen depends on the viewer (SEC-2)
  'connectors.read',
  'connectors.manage',
  'applications.read',
  'applications.manage',
  'people.read',
  'directory.look-up', // names of people and things to choose from, and nothing of who holds what
  'audit.read',
  'members.read', // who holds which role, and when they last signed in
  'members.manage',
  'api-tokens.manage-own',
  'requests.make', // ask, decide what one is asked to decide, see own requests and leases (REQ)
  'policies.read',
  'policies.manage',
  'campaigns.read', // what is seen depends on the viewer: own campaigns, or all for who sees everything
  'campaigns.manage',
  'reviews.decide', // decide the items one is the reviewer of
  'federation.read',
  'federation.manage',
] as const;
export type Permission = (typeof permissions)[number];

const everyone: readonly Permission[] = [
  'session.use',
  'access.read',
  'people.read',
  'api-tokens.manage-own',
  'requests.make',
  'reviews.decide',
];
const byRole: Record<Role, readonly Permission[]> = {
  'super-administrator': permissions,
  'connector-administrator': [
    'connectors.read',
    'connectors.manage',
    'applications.read',
    'applications.manage',
    'federation.read',
    'federation.manage',
    'directory.look-up',
  ],
  'request-administrator': ['policies.read', 'policies.manage', 'directory.look-up'],
  'campaign-administrator': ['campaigns.read', 'campaigns.manage', 'directory.look-up'],
  auditor: [
    'connectors.read',
    'applications.read',
    'directory.look-up',
    'audit.read',
    'members.read',
    'policies.read',
    'campaigns.read',
    'federation.read',
  ],
};

/** The permissions of someone who holds these roles, each once, in the table's order. */
export const permissionsOf = (held: readonly Role[]): Permission[] => {
  const all = new Set<Permission>([...everyone, ...held.flatMap((role) => byRole[role])]);
  return permissions.filter((permission) => all.has(permission));
};
