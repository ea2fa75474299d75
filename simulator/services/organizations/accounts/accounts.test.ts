import * as organizations from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { type Clients, clientsFor, refusal } from '../../../testing/clients.ts';
import { SMALL } from '../../../worlds/small.ts';

const { managementAccountId, memberAccountId, delegatedAccountId, rootId, unitId, organizationId } = SMALL;
let simulator: Simulator;
let admin: Clients;
let client: Clients['organizations'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  admin = clientsFor(simulator.url, simulator.credentials.administrator);
  client = admin.organizations;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

const settle = () => simulator.world.clock.advance(3_001);
const account = async (AccountId: string) =>
  (await client.send(new organizations.DescribeAccountCommand({ AccountId }))).Account;
const create = (Email: string) =>
  client.send(new organizations.CreateAccountCommand({ AccountName: 'new', Email, Tags: [{ Key: 'a', Value: 'b' }] }));
const status = async (CreateAccountRequestId = '') =>
  (await client.send(new organizations.DescribeCreateAccountStatusCommand({ CreateAccountRequestId })))
    .CreateAccountStatus;
const close = (AccountId: string) => client.send(new organizations.CloseAccountCommand({ AccountId }));
const remove = (AccountId: string) =>
  client.send(new organizations.RemoveAccountFromOrganizationCommand({ AccountId }));
const move = (SourceParentId: string, DestinationParentId: string, AccountId: string = memberAccountId) =>
  client.send(new organizations.MoveAccountCommand({ AccountId, SourceParentId, DestinationParentId }));

describe('a new AWS account', () => {
  it('is there after a while, under the root, with a role for the management account', async () => {
    const started = (await create('aws+new@small.example')).CreateAccountStatus;
    expect(started).toMatchObject({ State: 'IN_PROGRESS', AccountName: 'new' });
    expect(started?.AccountId).toBeUndefined();
    expect((await client.send(new organizations.ListAccountsCommand({}))).Accounts).toHaveLength(3);
    settle();
    const ended = await status(started?.Id);
    expect(ended).toMatchObject({ State: 'SUCCEEDED', CompletedTimestamp: expect.any(Date) });
    const AccountId = ended?.AccountId ?? '';
    expect(await account(AccountId)).toMatchObject({ State: 'ACTIVE', Paths: [`${organizationId}/${rootId}/`] });
    const tags = await client.send(new organizations.ListTagsForResourceCommand({ ResourceId: AccountId }));
    expect(tags.Tags).toEqual([{ Key: 'a', Value: 'b' }]);
    const RoleArn = `arn:aws:iam::${AccountId}:role/OrganizationAccountAccessRole`;
    await expect(admin.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'first' }))).resolves.toHaveProperty(
      'Credentials',
    );
  });

  it('fails when the e-mail address is taken', async () => {
    const started = (await create('AWS+workload@small.example')).CreateAccountStatus;
    settle();
    expect(await status(started?.Id)).toMatchObject({ State: 'FAILED', FailureReason: 'EMAIL_ALREADY_EXISTS' });
    expect(await refusal(status(`car-${'0'.repeat(32)}`))).toMatchObject({
      name: 'CreateAccountStatusNotFoundException',
      status: 400,
    });
  });
});

describe('an AWS account', () => {
  it('that moves is found under its new parent, by its new path', async () => {
    await move(unitId, rootId);
    expect((await account(memberAccountId))?.Paths).toEqual([`${organizationId}/${rootId}/`]);
    const below = await client.send(new organizations.ListAccountsForParentCommand({ ParentId: unitId }));
    expect(below.Accounts).toEqual([]);
    const parents = await client.send(new organizations.ListParentsCommand({ ChildId: memberAccountId }));
    expect(parents.Parents).toEqual([{ Id: rootId, Type: 'ROOT' }]);
  });

  it('moves only from where it is, to somewhere else that exists', async () => {
    const refused = (name: string) => ({ name, status: 400 });
    expect(await refusal(move(rootId, unitId))).toMatchObject(refused('SourceParentNotFoundException'));
    expect(await refusal(move(unitId, 'ou-sm01-nowhere0'))).toMatchObject(
      refused('DestinationParentNotFoundException'),
    );
    expect(await refusal(move(unitId, unitId))).toMatchObject(refused('DuplicateAccountException'));
    expect(await refusal(move(unitId, rootId, '999999999999'))).toMatchObject(refused('AccountNotFoundException'));
  });

  it('that is closed goes through PENDING_CLOSURE and stays in the list', async () => {
    await close(memberAccountId);
    expect(await account(memberAccountId)).toMatchObject({ State: 'PENDING_CLOSURE', Status: 'PENDING_CLOSURE' });
    expect(await refusal(close(memberAccountId))).toMatchObject({ name: 'ConflictException', status: 400 });
    settle();
    expect(await account(memberAccountId)).toMatchObject({ State: 'CLOSED', Status: 'SUSPENDED' });
    expect(await refusal(close(memberAccountId))).toMatchObject({ name: 'AccountAlreadyClosedException' });
    expect(await refusal(close(managementAccountId))).toMatchObject({ name: 'ConstraintViolationException' });
  });

  it('that left is in no organization, and a delegated administrator does not leave', async () => {
    await remove(memberAccountId);
    expect((await client.send(new organizations.ListAccountsCommand({}))).Accounts).toHaveLength(2);
    const member = clientsFor(simulator.url, simulator.credentials.memberAdministrator).organizations;
    expect(await refusal(member.send(new organizations.DescribeOrganizationCommand({})))).toMatchObject({
      name: 'AWSOrganizationsNotInUseException',
    });
    expect(await refusal(remove(delegatedAccountId))).toMatchObject({ name: 'ConstraintViolationException' });
    expect(await refusal(remove(managementAccountId))).toMatchObject({
      name: 'MasterCannotLeaveOrganizationException',
    });
  });
});

describe('a delegated administrator', () => {
  const register = (AccountId: string, ServicePrincipal: string) =>
    client.send(new organizations.RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));
  const deregister = (AccountId: string, ServicePrincipal: string) =>
    client.send(new organizations.DeregisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));

  it('comes and goes, for Identity Center one at a time', async () => {
    expect(await refusal(register(memberAccountId, 'sso.amazonaws.com'))).toMatchObject({
      name: 'ConstraintViolationException',
    });
    expect(await refusal(register(delegatedAccountId, 'sso.amazonaws.com'))).toMatchObject({
      name: 'AccountAlreadyRegisteredException',
    });
    expect(await refusal(register(managementAccountId, 'guardduty.amazonaws.com'))).toMatchObject({
      name: 'ConstraintViolationException',
    });
    await deregister(delegatedAccountId, 'sso.amazonaws.com');
    expect(await refusal(deregister(delegatedAccountId, 'sso.amazonaws.com'))).toMatchObject({
      name: 'AccountNotRegisteredException',
    });
    await register(memberAccountId, 'sso.amazonaws.com');
    const member = clientsFor(simulator.url, simulator.credentials.memberAdministrator).organizations;
    expect((await member.send(new organizations.ListAccountsCommand({}))).Accounts).toHaveLength(3);
  });
});

it('only the management account changes the organization', async () => {
  const delegate = clientsFor(simulator.url, simulator.credentials.delegatedAdministrator).organizations;
  const AccountId = memberAccountId;
  for (const command of [
    new organizations.CreateAccountCommand({ AccountName: 'x', Email: 'x@small.example' }),
    new organizations.MoveAccountCommand({ AccountId, SourceParentId: unitId, DestinationParentId: rootId }),
    new organizations.CloseAccountCommand({ AccountId }),
    new organizations.RemoveAccountFromOrganizationCommand({ AccountId }),
    new organizations.CreateOrganizationalUnitCommand({ ParentId: rootId, Name: 'x' }),
    new organizations.TagResourceCommand({ ResourceId: AccountId, Tags: [] }),
    new organizations.AttachPolicyCommand({ PolicyId: 'p-FullAWSAccess', TargetId: AccountId }),
    new organizations.RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal: 'x.amazonaws.com' }),
  ]) {
    expect(await refusal(delegate.send(command as organizations.CloseAccountCommand))).toEqual({
      name: 'AccessDeniedException',
      status: 400,
      message: "You don't have permissions to access this resource.",
    });
  }
});

it('what changed is there after a restart', async () => {
  await move(unitId, rootId);
  await create('aws+kept@small.example');
  const { Organization } = await import('../../../state/organization/organization.ts');
  const [organization] = simulator.world.organizations;
  const restored = new Organization(JSON.parse(JSON.stringify(organization?.toData())));
  expect(restored.accountsByParent.of(rootId).has(memberAccountId)).toBe(true);
  expect(restored.pending.size).toBe(1);
});
