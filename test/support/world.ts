import type { Database } from '../../src/adapters/postgres/database.ts';
import type { Role } from '../../src/core/security/model/roles.ts';
import type { Viewer } from '../../src/core/security/model/viewer.ts';
import type { PersonId } from '../../src/core/shared/ids.ts';
import { createWorldBuilder, type WorldBuilder } from './world-builder.ts';

export const publishedAt = {
  1: '2026-01-10T10:00:00.000Z',
  2: '2026-01-10T11:00:00.000Z',
  3: '2026-02-10T10:00:00.000Z',
} as const;
export const beforeTheFirst = '2026-01-01T00:00:00.000Z';
/** Between the first publications and the third. */
export const inJanuary = '2026-01-20T00:00:00.000Z';

const people: [id: string, name: string, managerId: string | null, role?: Role][] = [
  ['per_super', 'Sue Super', null, 'super-administrator'],
  ['per_auditor', 'Audrey Auditor', null, 'auditor'],
  ['per_campaign', 'Cam Campaign', null, 'campaign-administrator'],
  ['per_nothing', 'Ada Admin', null, 'connector-administrator'],
  ['per_owner', 'Olga Owner', null, 'connector-administrator'],
  ['per_manager', 'Mia Manager', null],
  ['per_lead', 'Lee Lead', 'per_manager'],
  ['per_emil', 'Emil Employee', 'per_lead'],
  ['per_ben', 'Ben Builder', null],
];
export const viewer = (id: string): Viewer => ({
  personId: id as PersonId,
  roles: people.filter((person) => person[0] === id && person[3]).map((person) => person[3] as Role),
});

export type World = WorldBuilder;

/**
 * A small company with known answers. Connector `con_org` reads organization o-1, its Identity Center, and IAM of the
 * management AWS account 111111111111; `con_work` (Olga Owner's) reads IAM of 222222222222. Three publications: con_org,
 * con_work, and con_org again a month later, when Emil joined Platform, Lee left it, and the members of Readers could not
 * be read.
 */
export async function createWorld(database: Database): Promise<World> {
  const world = createWorldBuilder(database);
  await addDirectory(database);
  await world.run('con_org', 1, publishedAt[1]);
  await world.run('con_work', 2, publishedAt[2]);
  await world.run('con_org', 3, publishedAt[3]);
  await addIdentityCenter(world);
  await addManagementIam(world);
  await addWorkloads(world);
  await world.gap('con_org', 'members-of-group', 'readers', {
    from: 3,
    failedAt: '2026-02-10T09:59:00Z',
    action: 'identitystore:ListGroupMemberships',
    message: 'User: arn:aws:sts::111111111111:assumed-role/Countersign is not authorized',
  });
  return world;
}

async function addDirectory({ pool }: Database): Promise<void> {
  for (const [id, name, managerId, role] of people) {
    const email = `${name.split(' ')[0]?.toLowerCase()}@corp.example`;
    await pool.query(
      `insert into person (id, name, email, manager_id, source, created_at, updated_at) values ($1, $2, $3, $4, 'demo', now(), now())`,
      [id, name, email, managerId],
    );
    if (role)
      await pool.query('insert into role_grant (person_id, role, granted_at) values ($1, $2, now())', [id, role]);
  }
  await pool.query(`
    insert into application (id, name, created_at) values ('app_aws', 'AWS production', now());
    insert into connector (id, application_id, name, external_id, role_arn, status, management_aws_account_id, created_by, created_at, updated_at) values
      ('con_org', 'app_aws', 'Organization', 'ext-org', 'arn:aws:iam::111111111111:role/c', 'connected', '111111111111', 'per_super', now(), now()),
      ('con_work', 'app_aws', 'Workloads', 'ext-work', 'arn:aws:iam::222222222222:role/c', 'connected', null, 'per_super', now(), now());
    insert into connector_owner values ('con_work', 'per_owner');
    insert into coverage (family, native_id, connector_id) values ('organizations', 'o-1', 'con_org'),
      ('identity-center', 'arn:aws:sso:::instance/ssoins-1', 'con_org'), ('iam', '111111111111', 'con_org'),
      ('iam', '222222222222', 'con_work')`);
}

async function addIdentityCenter(world: World): Promise<void> {
  await world.entity('org', 'organization', 'o-1', { shown: 'o-1' });
  const inOrg = (name: string, id: string, status = 'active') =>
    world.entity(name, 'aws-account', id, {
      parent: 'org',
      shown: name,
      status,
      attrs: { rootEmail: `${name}@corp.example`, paths: [`o-1/r-1/ou-1-prod/${id}/`] },
    });
  await inOrg('management', '111111111111');
  await inOrg('prod-payments', '333333333333');
  await inOrg('sandbox', '444444444444', 'suspended');
  await world.entity('instance', 'identity-center-instance', 'arn:aws:sso:::instance/ssoins-1', {
    parent: 'management',
    shown: 'Identity Center',
  });
  const inInstance = { parent: 'instance' };
  for (const [name, shown] of [
    ['emil', 'Emil Employee'],
    ['ben', 'Ben Builder'],
    ['lee', 'Lee Lead'],
  ] as const) {
    await world.entity(name, 'identity-center-user', `d-1/${name}`, {
      ...inInstance,
      shown,
      email: `${name}@corp.example`,
      status: 'enabled',
      attrs: { userName: name },
    });
    await world.link(name, name === 'lee' ? 'per_lead' : `per_${name}`);
  }
  await world.named('ghost', 'identity-center-user', 'd-1/ghost-0001');
  for (const [name, shown] of [
    ['platform', 'Platform'],
    ['support', 'Support'],
    ['readers', 'Readers'],
  ] as const)
    await world.entity(name, 'identity-center-group', `d-1/${name}`, {
      ...inInstance,
      shown,
      attrs: { description: `${shown} people` },
    });
  await world.entity('admin', 'permission-set', 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', {
    ...inInstance,
    shown: 'AdministratorAccess',
    attrs: { sessionDuration: 'PT4H' },
  });
  await world.entity('readonly', 'permission-set', 'arn:aws:sso:::permissionSet/ssoins-1/ps-2', {
    ...inInstance,
    shown: 'ReadOnlyAccess',
  });
  await world.entity('reserved', 'iam-role', 'AROARESERVED', {
    parent: 'management',
    shown: 'AWSReservedSSO_ReadOnlyAccess_0123456789abcdef',
    arn: 'arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_ReadOnlyAccess_0123456789abcdef',
    attrs: { path: '/aws-reserved/sso.amazonaws.com/', maxSessionDurationSeconds: 43200 },
  });
  await world.grant('group-member', 'emil', 'platform', { from: 3 });
  await world.grant('group-member', 'ben', 'platform');
  await world.grant('group-member', 'lee', 'platform', { to: 3 });
  await world.grant('group-member', 'lee', 'support');
  await world.grant('group-member', 'ben', 'readers');
  const assign = (principal: string, set: string, awsAccount: string, role?: string) =>
    world.grant('permission-set-assignment', principal, awsAccount, { set, awsAccount, ...(role && { role }) });
  await assign('platform', 'admin', 'prod-payments');
  await assign('readers', 'readonly', 'prod-payments');
  await assign('ben', 'readonly', 'prod-payments');
  await assign('support', 'readonly', 'sandbox');
  await assign('ghost', 'admin', 'sandbox');
  await assign('support', 'readonly', 'management', 'reserved');
}

async function addManagementIam(world: World): Promise<void> {
  const inside = { parent: 'management' };
  await world.entity('emil-iam', 'iam-user', 'AIDAEMIL', {
    ...inside,
    shown: 'emil@corp.example',
    email: 'emil@corp.example',
    arn: 'arn:aws:iam::111111111111:user/emil@corp.example',
  });
  await world.link('emil-iam', 'per_emil', 'user-name');
  await world.entity('robot', 'iam-user', 'AIDAROBOT', {
    ...inside,
    shown: 'robot',
    arn: 'arn:aws:iam::111111111111:user/robot',
  });
  await world.entity('admins', 'iam-group', 'AGPAADMINS', {
    ...inside,
    shown: 'Admins',
    arn: 'arn:aws:iam::111111111111:group/Admins',
  });
  await world.entity('alias', 'aws-account-alias', '111111111111/corp-root', { ...inside, shown: 'corp-root' });
  await world.entity(
    'sso-provider',
    'saml-provider',
    'arn:aws:iam::111111111111:saml-provider/AWSSSO_1_DO_NOT_DELETE',
    { ...inside, shown: 'AWSSSO_1_DO_NOT_DELETE' },
  );
  await world.grant('group-member', 'emil-iam', 'admins', { awsAccount: 'management' });
  await world.grant('assume-role', 'sso-provider', 'reserved', {
    awsAccount: 'management',
    qualifier: 'identity-center',
  });
}

/** 222222222222: Lee (by the role of ReadOnlyAccess) and robot → Deploy → Migrate; and those a policy trusts otherwise. */
async function addWorkloads(world: World): Promise<void> {
  await world.entity('workloads', 'aws-account', '222222222222', { from: 2, shown: 'workloads' });
  await world.entity('foreign', 'aws-account', '999999999999', { from: 2, shown: 'security-audit' });
  const inside = { parent: 'workloads', from: 2 };
  await world.entity('worker', 'iam-user', 'AIDAWORKER', { ...inside, shown: 'worker' });
  const role = (name: string, shown: string) =>
    world.entity(name, 'iam-role', `AROA${name.toUpperCase()}`, {
      ...inside,
      shown,
      arn: `arn:aws:iam::222222222222:role/${shown}`,
      attrs: { path: '/' },
    });
  await role('deploy', 'Deploy');
  await role('migrate', 'Migrate');
  await role('audit', 'AuditReader');
  await role('okta', 'OktaAdmin');
  await role('job', 'BatchJob');
  await world.entity('okta-provider', 'saml-provider', 'arn:aws:iam::222222222222:saml-provider/Okta', {
    ...inside,
    shown: 'Okta',
  });
  await world.entity('ec2', 'aws-service', 'ec2.amazonaws.com', { from: 2, shown: 'ec2.amazonaws.com' });
  const trust = (principal: string, target: string, qualifier = '') =>
    world.grant('assume-role', principal, target, { from: 2, awsAccount: 'workloads', qualifier });
  await trust('reserved', 'deploy');
  await trust('robot', 'deploy');
  await trust('deploy', 'migrate');
  await trust('foreign', 'audit', 'account-root;condition:aws:PrincipalTag/team');
  await trust('okta-provider', 'okta');
  await trust('ec2', 'job');
  for (const source of ['reserved', 'robot']) {
    await world.reach(source, 'deploy', source, 1, { from: 2 });
    await world.reach(source, 'migrate', 'deploy', 2, { from: 2 });
  }
  await world.reach('deploy', 'migrate', 'deploy', 1, { from: 2 });
}
