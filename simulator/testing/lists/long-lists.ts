import type { IamAccount } from '../../state/iam/iam-account.ts';
import type { IamGroup, IamUser } from '../../state/iam/iam-entities.ts';
import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { Organization } from '../../state/organization/organization.ts';
import type { World } from '../../state/world.ts';
import { SMALL } from '../../worlds/small.ts';
import { WorldBuilder } from '../../worlds/world-builder.ts';

/** More rows than a page of any service has without being asked for more. */
export const MANY = 105;
const MANY_TAGS = Array.from({ length: 50 }, (_, index) => ({ Key: `key-${index}`, Value: 'x' }));
const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const numbers = Array.from({ length: MANY }, (_, index) => index);
const { managementAccountId, delegatedAccountId, rootId, unitId } = SMALL;

/** Makes every list of the prepared world a long one, by what is in there already, or by one thing called Many. */
export function lengthenLists(world: World): void {
  const builder = Object.assign(new WorldBuilder('x', 'x'), { world });
  const [center] = world.identityCenters;
  const [organization] = world.organizations;
  if (!center || !organization) throw new Error('the small world has an organization with an instance');
  lengthenIam(builder, builder.awsAccount(managementAccountId));
  lengthenOrganization(organization);
  lengthenIdentityStore(builder, center);
  lengthenPermissionSets(builder, center);
}

function lengthenIam(builder: WorldBuilder, account: IamAccount): void {
  const trust = [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }];
  const inline = Object.fromEntries(numbers.map((index) => [`inline-${index}`, POLICY]));
  const tags = Object.fromEntries(MANY_TAGS.map(({ Key, Value }) => [Key, Value]));
  const group = builder.iamGroup(account, 'Many');
  const user = builder.iamUser(account, { name: 'Many', key: true, hasRetiredKey: true, inline, tags });
  const role = builder.iamRole(account, { name: 'Many', trust, inline, tags });
  const full = account.policies.get('full');
  if (!full) throw new Error('the world was prepared');
  full.tags = MANY_TAGS;
  full.versions = ['v1', 'v2', 'v3', 'v4', 'v5'].map((id) => ({ id, document: JSON.stringify(POLICY), createdAt: 0 }));
  user.mfaDevices = [];
  for (const index of numbers) {
    const { arn } = account.policies.add({
      ...full,
      name: `policy-${index}`,
      arn: `arn:aws:iam::${account.awsAccountId}:policy/policy-${index}`,
    });
    for (const holder of [user, group, role]) holder.attachedPolicyArns.push(arn);
    group.inlinePolicies[`inline-${index}`] = JSON.stringify(POLICY);
    account.aliases.add(`alias-${index}`);
    builder.iamRole(account, { name: `role-${index}`, trust });
    user.mfaDevices.push({ serialNumber: `arn:aws:iam::${account.awsAccountId}:mfa/many-${index}`, enabledAt: 0 });
    addMembers(builder, account, { user, group, index, policyArn: full.arn });
  }
  const [job] = account.lastAccessedJobs.all();
  if (!job) throw new Error('the world was prepared');
  const services = numbers.map((index) => ({ namespace: `service-${index}`, entities: 0 }));
  account.lastAccessedJobs.add({ ...job, services });
}

function addMembers(
  builder: WorldBuilder,
  account: IamAccount,
  { user, group, index, policyArn }: { user: IamUser; group: IamGroup; index: number; policyArn: string },
): void {
  const member = builder.iamUser(account, { name: `user-${index}`, attached: [policyArn], hasMfa: true });
  account.join(member, group);
  account.join(user, builder.iamGroup(account, `group-${index}`));
}

function lengthenOrganization(organization: Organization): void {
  const ids = numbers.map((index) => `p-0000${1000 + index}`);
  for (const [index, id] of ids.entries()) {
    const awsAccountId = String(500_000_000_000 + index);
    const name = `account-${index}`;
    const email = `a${index}@x.example`;
    organization.policies.add({ id, name: id, description: '', document: '{}', isAwsManaged: false });
    organization.addUnit({ id: `ou-sm01-0000${1000 + index}`, name: `Unit ${index}`, parentId: rootId });
    organization.addAccount({
      ...{ id: awsAccountId, name, email, state: 'ACTIVE', parentId: unitId, joinedMethod: 'CREATED', joinedAt: 0 },
    });
    organization.delegatedAdministrators.push(
      { awsAccountId: delegatedAccountId, servicePrincipal: `s${index}.amazonaws.com`, enabledAt: 0 },
      { awsAccountId, servicePrincipal: 'config.amazonaws.com', enabledAt: 0 },
    );
    organization.requests.add({
      ...{ id: `car-${1000 + index}0000`, kind: 'CREATE', awsAccountId, name, email, roleName: 'x', tags: [] },
      ...{ requestedAt: 0, dueAt: 0, state: 'SUCCEEDED' },
    });
  }
  organization.setPolicyIds(unitId, ids);
  organization.setTags(unitId, MANY_TAGS);
}

function lengthenIdentityStore(builder: WorldBuilder, center: IdentityCenter): void {
  const [ada, engineers] = [center.usersByName.get('ada@small.example'), center.groupsByName.get('engineers')];
  if (!ada || !engineers) throw new Error('the small world has people');
  for (const index of numbers) {
    const name = { givenName: 'P', familyName: `${index}` };
    const person = builder.directoryUser(center, { userName: `p${index}@x.example`, ...name });
    builder.member(center, engineers, person);
    builder.member(center, builder.directoryGroup(center, `Group ${index}`, 'one of many'), ada);
  }
}

function lengthenPermissionSets(builder: WorldBuilder, center: IdentityCenter): void {
  const sets = center.permissionSets.all();
  const [full, readOnly] = ['Full', 'ReadOnlyAccess'].map((one) => sets.find(({ name }) => name === one));
  const ada = center.usersByName.get('ada@small.example');
  if (!full || !readOnly || !ada) throw new Error('the world was prepared');
  full.managedPolicies = numbers.slice(0, 10).map((index) => ({ Name: `p${index}`, Arn: `arn:p${index}` }));
  full.customerPolicies = numbers.slice(0, 10).map((index) => ({ Name: `p${index}`, Path: '/' }));
  full.tags = MANY_TAGS;
  const assignment = {
    awsAccountId: managementAccountId,
    permissionSetArn: readOnly.arn,
    principalType: 'USER' as const,
    principalId: ada.id,
  };
  const ended = { createdAt: 0, dueAt: 0, status: 'SUCCEEDED' as const };
  for (const index of numbers) {
    const set = builder.permissionSet(center, { name: `Set${index}`, description: 'one of many', session: 'PT1H' });
    const person = center.usersByName.get(`p${index}@x.example`)?.id ?? '';
    center.addAssignment({ ...assignment, permissionSetArn: set.arn });
    center.addAssignment({ ...assignment, principalId: person });
    center.addAssignment({ ...assignment, awsAccountId: String(500_000_000_000 + index) });
    center.addRequest({ ...ended, id: `creation-${index}`, kind: 'CREATION', assignment });
    center.addRequest({ ...ended, id: `deletion-${index}`, kind: 'DELETION', assignment });
    center.addRequest({ ...ended, id: `provisioning-${index}`, kind: 'PROVISIONING', permissionSetArn: set.arn });
  }
}
