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
  'audit.read',
  'api-tokens.manage-own',
] as const;
export type Permission = (typeof permissions)[number];

const everyone: readonly Permission[] = ['session.use', 'access.read', 'people.read', 'api-tokens.manage-own'];
const byRole: Record<Role, readonly Permission[]> = {
  'super-administrator': permissions,
  'connector-administrator': ['connectors.read', 'connectors.manage', 'applications.read', 'applications.manage'],
  'request-administrator': [],
  'campaign-administrator': [],
  auditor: ['connectors.read', 'applications.read', 'audit.read'],
};

/** The permissions of someone who holds these roles, each once, in the table's order. */
export const permissionsOf = (held: readonly Role[]): Permission[] => {
  const all = new Set<Permission>([...everyone, ...held.flatMap((role) => byRole[role])]);
  return permissions.filter((permission) => all.has(permission));
};
