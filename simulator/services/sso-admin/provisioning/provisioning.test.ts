import { GetRoleCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import * as sso from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { type Clients, clientsFor, refusal } from '../../../testing/clients.ts';
import { SMALL } from '../../../worlds/small.ts';
import { reservedRole } from '../reserved-role.ts';

const { instanceArn: InstanceArn, memberAccountId, managementAccountId } = SMALL;
const BOUNDARY = 'arn:aws:iam::aws:policy/PowerUserAccess';
const POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}';
let simulator: Simulator;
let admin: Clients;
let member: Clients;
let delegate: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  admin = clientsFor(simulator.url, simulator.credentials.administrator);
  member = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
  delegate = clientsFor(simulator.url, simulator.credentials.delegatedAdministrator);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

const send: Clients['ssoAdmin']['send'] = ((command: sso.ListInstancesCommand) =>
  admin.ssoAdmin.send(command)) as Clients['ssoAdmin']['send'];
const settle = () => simulator.world.clock.advance(3_001);

function center() {
  const [one] = simulator.world.identityCenters;
  if (!one) throw new Error('the small world has an instance');
  return one;
}

function setOf(name: string) {
  const set = center()
    .permissionSets.all()
    .find((one) => one.name === name);
  if (!set) throw new Error(`no permission set ${name}`);
  return { InstanceArn, PermissionSetArn: set.arn };
}

/** The set's role in an AWS account, as IAM tells it. */
async function roleOf(name: string, awsAccountId: string, clients: Clients) {
  const account = simulator.world.awsAccounts.get(awsAccountId);
  const set = center().permissionSets.get(setOf(name).PermissionSetArn);
  const RoleName = (account && set && reservedRole(account, set)?.name) ?? '';
  const { Role: role } = await clients.iam.send(new GetRoleCommand({ RoleName }));
  const attached = await clients.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const arns = (attached.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn ?? '').sort();
  return { arns, description: role?.Description, boundary: role?.PermissionsBoundary?.PermissionsBoundaryArn };
}

/** A customer managed policy of the AWS account's own. */
function addPolicy(name: string, awsAccountId: string): void {
  const { ids, awsAccounts } = simulator.world;
  awsAccounts.get(awsAccountId)?.policies.add({
    name,
    path: '/',
    id: ids.unique('ANPA'),
    arn: `arn:aws:iam::${awsAccountId}:policy/${name}`,
    createdAt: 0,
    updatedAt: 0,
    versions: [{ id: 'v1', document: POLICY, createdAt: 0 }],
    defaultVersionId: 'v1',
    versionsMade: 1,
    tags: [],
  });
}

/** Assigns a set to somebody in the member, and waits for how it ends. */
async function assign(name: string) {
  const PrincipalId = center().users.all()[0]?.id ?? '';
  const wish = { ...setOf(name), PrincipalType: 'USER' as const, PrincipalId };
  const target = { TargetId: memberAccountId, TargetType: 'AWS_ACCOUNT' as const };
  const started = await send(new sso.CreateAccountAssignmentCommand({ ...wish, ...target }));
  settle();
  const AccountAssignmentCreationRequestId = started.AccountAssignmentCreationStatus?.RequestId;
  const command = new sso.DescribeAccountAssignmentCreationStatusCommand({
    InstanceArn,
    AccountAssignmentCreationRequestId,
  });
  return (await send(command)).AccountAssignmentCreationStatus;
}

async function provision(name: string, TargetId?: string) {
  const TargetType = TargetId ? ('AWS_ACCOUNT' as const) : ('ALL_PROVISIONED_ACCOUNTS' as const);
  const command = new sso.ProvisionPermissionSetCommand({ ...setOf(name), TargetType, TargetId });
  return (await send(command)).PermissionSetProvisioningStatus;
}

async function ended(ProvisionPermissionSetRequestId = '') {
  settle();
  const command = new sso.DescribePermissionSetProvisioningStatusCommand({
    InstanceArn,
    ProvisionPermissionSetRequestId,
  });
  return (await send(command)).PermissionSetProvisioningStatus;
}

async function accountsWith(name: string, ProvisioningStatus: sso.ProvisioningStatus) {
  const command = new sso.ListAccountsForProvisionedPermissionSetCommand({ ...setOf(name), ProvisioningStatus });
  return (await send(command)).AccountIds;
}

async function setsIn(AccountId: string, ProvisioningStatus: sso.ProvisioningStatus) {
  const command = new sso.ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId, ProvisioningStatus });
  return (await send(command)).PermissionSets;
}

const attach = (name: string, policy: string) =>
  send(
    new sso.AttachManagedPolicyToPermissionSetCommand({
      ...setOf(name),
      ManagedPolicyArn: `arn:aws:iam::aws:policy/${policy}`,
    }),
  );

const attachOwn = (name: string, Name: string) =>
  send(
    new sso.AttachCustomerManagedPolicyReferenceToPermissionSetCommand({
      ...setOf(name),
      CustomerManagedPolicyReference: { Name },
    }),
  );

describe('a changed permission set', () => {
  it('leaves the roles as they were in each AWS account until it is provisioned there', async () => {
    await attach('ReadOnlyAccess', 'SecurityAudit');
    const PermissionsBoundary = { ManagedPolicyArn: BOUNDARY };
    await send(
      new sso.PutPermissionsBoundaryToPermissionSetCommand({ ...setOf('ReadOnlyAccess'), PermissionsBoundary }),
    );
    const before = await roleOf('ReadOnlyAccess', memberAccountId, member);
    expect(before.arns).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
    expect(before.boundary).toBeUndefined();
    const { PermissionSetArn } = setOf('ReadOnlyAccess');
    expect(await accountsWith('ReadOnlyAccess', 'LATEST_PERMISSION_SET_NOT_PROVISIONED')).toEqual([
      managementAccountId,
      memberAccountId,
    ]);
    expect(await setsIn(memberAccountId, 'LATEST_PERMISSION_SET_PROVISIONED')).not.toContain(PermissionSetArn);

    const started = await provision('ReadOnlyAccess', memberAccountId);
    expect(started?.Status).toBe('IN_PROGRESS');
    expect(await roleOf('ReadOnlyAccess', memberAccountId, member)).toEqual(before);
    expect(await ended(started?.RequestId)).toMatchObject({ Status: 'SUCCEEDED', AccountId: memberAccountId });
    const after = await roleOf('ReadOnlyAccess', memberAccountId, member);
    expect(after.arns).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/SecurityAudit']);
    expect(after.boundary).toBe(BOUNDARY);
    expect(await setsIn(memberAccountId, 'LATEST_PERMISSION_SET_PROVISIONED')).toContain(PermissionSetArn);
    expect(await setsIn(managementAccountId, 'LATEST_PERMISSION_SET_NOT_PROVISIONED')).toEqual([PermissionSetArn]);
    expect((await roleOf('ReadOnlyAccess', managementAccountId, admin)).boundary).toBeUndefined();

    await ended((await provision('ReadOnlyAccess'))?.RequestId);
    expect(await accountsWith('ReadOnlyAccess', 'LATEST_PERMISSION_SET_NOT_PROVISIONED')).toEqual([]);
    expect((await roleOf('ReadOnlyAccess', managementAccountId, admin)).boundary).toBe(BOUNDARY);
  });

  it('is provisioned by a new assignment too', async () => {
    await attach('AdministratorAccess', 'SecurityAudit');
    await assign('AdministratorAccess');
    expect((await roleOf('AdministratorAccess', memberAccountId, member)).arns).toHaveLength(2);
    expect(await accountsWith('AdministratorAccess', 'LATEST_PERMISSION_SET_NOT_PROVISIONED')).toEqual([]);
  });

  it('is still the old one in AWS accounts after a restart', async () => {
    await attach('ReadOnlyAccess', 'SecurityAudit');
    const { IdentityCenter } = await import('../../../state/identity-center/identity-center.ts');
    const restored = new IdentityCenter(JSON.parse(JSON.stringify(center().toData())));
    const { PermissionSetArn } = setOf('ReadOnlyAccess');
    expect(restored.isLatest(memberAccountId, PermissionSetArn)).toBe(false);
    expect(restored.isLatest(memberAccountId, setOf('AdministratorAccess').PermissionSetArn)).toBe(true);
  });
});

describe('a customer managed policy', () => {
  it('must exist in the AWS account, else provisioning fails and the role stays as it was', async () => {
    await attachOwn('ReadOnlyAccess', 'team');
    const failed = await ended((await provision('ReadOnlyAccess', memberAccountId))?.RequestId);
    expect(failed).toMatchObject({
      Status: 'FAILED',
      FailureReason: expect.stringMatching(
        /^Received a 404 status error: Not supported policy arn:aws:iam::222222222222:policy\/team\. \(Service: AmazonIdentityManagement; Status Code: 404; /,
      ),
    });
    expect((await roleOf('ReadOnlyAccess', memberAccountId, member)).arns).toHaveLength(1);
    expect(await accountsWith('ReadOnlyAccess', 'LATEST_PERMISSION_SET_NOT_PROVISIONED')).toContain(memberAccountId);

    addPolicy('team', memberAccountId);
    expect((await ended((await provision('ReadOnlyAccess', memberAccountId))?.RequestId))?.Status).toBe('SUCCEEDED');
    expect((await roleOf('ReadOnlyAccess', memberAccountId, member)).arns).toContain(
      `arn:aws:iam::${memberAccountId}:policy/team`,
    );
  });

  it('that is missing fails an assignment as well, and nothing is assigned', async () => {
    await attachOwn('Unused', 'team');
    expect(await assign('Unused')).toMatchObject({
      Status: 'FAILED',
      FailureReason: expect.stringContaining('Not supported policy'),
    });
    expect(center().isProvisioned(memberAccountId, setOf('Unused').PermissionSetArn)).toBe(false);
  });
});

describe('provisioning', () => {
  it('fails on an inline policy that IAM refuses', async () => {
    await send(new sso.PutInlinePolicyToPermissionSetCommand({ ...setOf('ReadOnlyAccess'), InlinePolicy: '{"no"' }));
    expect(await ended((await provision('ReadOnlyAccess', memberAccountId))?.RequestId)).toMatchObject({
      Status: 'FAILED',
      FailureReason: expect.stringContaining('Received a 400 status error: This policy contains invalid Json'),
    });
    const Statement = [{ Effect: 'Allow', Action: 's3:*', Resource: 'x'.repeat(10_300) }];
    const InlinePolicy = JSON.stringify({ Version: '2012-10-17', Statement });
    await send(new sso.PutInlinePolicyToPermissionSetCommand({ ...setOf('ReadOnlyAccess'), InlinePolicy }));
    expect(await ended((await provision('ReadOnlyAccess', memberAccountId))?.RequestId)).toMatchObject({
      Status: 'FAILED',
      FailureReason: expect.stringMatching(/409 status error: Maximum policy size of 10240 bytes exceeded for role/),
    });
  });

  it('of a first assignment fails when the AWS account has as many roles as it may', async () => {
    const account = simulator.world.awsAccounts.get(memberAccountId);
    const role = account?.roles.all()[0];
    if (!account || !role) throw new Error('the member has a role');
    for (let index = account.roles.size; index < 1_000; index += 1) account.roles.add({ ...role, name: `r${index}` });
    expect(await assign('Unused')).toMatchObject({
      Status: 'FAILED',
      FailureReason: expect.stringContaining('409 status error: Cannot exceed quota for RolesPerAccount: 1000'),
    });
  });

  it('of more than 500 sets in an AWS account is refused at once', async () => {
    for (let index = 0; index < 500; index += 1) {
      center().addAssignment({
        awsAccountId: memberAccountId,
        permissionSetArn: `arn:${index}`,
        principalType: 'USER',
        principalId: 'x',
      });
    }
    expect(await refusal(assign('Unused'))).toMatchObject({ name: 'ServiceQuotaExceededException', status: 400 });
    expect((await assign('ReadOnlyAccess'))?.Status).toBe('SUCCEEDED');
  });

  it('fails with what a fault rule says', async () => {
    simulator.faults.add({
      operation: 'sso:ProvisionPermissionSet',
      failureReason: 'An unexpected internal service exception was encountered',
      times: 1,
    });
    expect(await ended((await provision('ReadOnlyAccess'))?.RequestId)).toMatchObject({
      Status: 'FAILED',
      FailureReason: 'An unexpected internal service exception was encountered',
    });
    simulator.faults.clear();
  });

  it('is refused while the same is in process, where the set is not, and where no AWS account is', async () => {
    await provision('ReadOnlyAccess', memberAccountId);
    expect(await refusal(provision('ReadOnlyAccess'))).toMatchObject({ name: 'ConflictException', status: 400 });
    await expect(provision('ReadOnlyAccess', managementAccountId)).resolves.toBeDefined();
    expect(await refusal(provision('Unused', memberAccountId))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await refusal(provision('ReadOnlyAccess', '999999999999'))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const TargetType = 'AWS_ACCOUNT' as const;
    const nowhere = send(new sso.ProvisionPermissionSetCommand({ ...setOf('Unused'), TargetType }));
    expect(await refusal(nowhere)).toMatchObject({ name: 'ValidationException', status: 400 });
  });

  it('in the management account needs the caller’s own IAM rights', async () => {
    const user = simulator.world.awsAccounts.get(managementAccountId)?.user('terraform-bootstrap');
    if (user) user.permissionsBoundaryArn = 'arn:aws:iam::aws:policy/AWSSSOMasterAccountAdministrator';
    expect(await ended((await provision('ReadOnlyAccess'))?.RequestId)).toMatchObject({
      Status: 'FAILED',
      FailureReason: expect.stringMatching(/^Received a 403 status error: Access denied by IAM\./),
    });
    expect((await ended((await provision('ReadOnlyAccess', memberAccountId))?.RequestId))?.Status).toBe('SUCCEEDED');
  });
});

it('a delegated administrator may not change a set that is provisioned in the management account', async () => {
  const arn = `arn:aws:iam::${SMALL.delegatedAccountId}:user/sso-delegate`;
  const inManagement = setOf('ReadOnlyAccess');
  const refused = (action: string) => ({
    name: 'AccessDeniedException',
    status: 400,
    message: `User: ${arn} is not authorized to perform: sso:${action} on resource: ${inManagement.PermissionSetArn}`,
  });
  const TargetType = 'ALL_PROVISIONED_ACCOUNTS' as const;
  const changes = {
    UpdatePermissionSet: new sso.UpdatePermissionSetCommand({ ...inManagement, Description: 'x' }),
    PutInlinePolicyToPermissionSet: new sso.PutInlinePolicyToPermissionSetCommand({
      ...inManagement,
      InlinePolicy: POLICY,
    }),
    DeletePermissionSet: new sso.DeletePermissionSetCommand(inManagement),
    ProvisionPermissionSet: new sso.ProvisionPermissionSetCommand({ ...inManagement, TargetType }),
  };
  for (const [action, command] of Object.entries(changes)) {
    expect(await refusal(delegate.ssoAdmin.send(command as sso.DeletePermissionSetCommand))).toEqual(refused(action));
  }
  const elsewhere = setOf('AdministratorAccess');
  await delegate.ssoAdmin.send(new sso.UpdatePermissionSetCommand({ ...elsewhere, Description: 'x' }));
  await delegate.ssoAdmin.send(new sso.ProvisionPermissionSetCommand({ ...elsewhere, TargetType }));
});
