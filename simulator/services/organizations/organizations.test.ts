import * as organizations from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { SMALL } from '../../worlds/small.ts';

let simulator: Simulator;
let management: Clients['organizations'];
let member: Clients['organizations'];
let delegate: Clients['organizations'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  management = clientsFor(simulator.url, simulator.credentials.administrator).organizations;
  member = clientsFor(simulator.url, simulator.credentials.memberAdministrator).organizations;
  delegate = clientsFor(simulator.url, simulator.credentials.delegatedAdministrator).organizations;
});
afterAll(() => simulator.stop());

const { managementAccountId, memberAccountId, organizationId, rootId, unitId } = SMALL;

describe('the management account', () => {
  it('lists AWS accounts with State, Status and Paths, their ARNs with its own id', async () => {
    const { Accounts: accounts } = await management.send(new organizations.ListAccountsCommand({}));
    expect(accounts).toHaveLength(3);
    expect(accounts?.find((account) => account.Id === memberAccountId)).toEqual({
      Id: memberAccountId,
      Arn: `arn:aws:organizations::${managementAccountId}:account/${organizationId}/${memberAccountId}`,
      Email: 'aws+workload@small.example',
      Name: 'workload',
      Status: 'ACTIVE',
      State: 'ACTIVE',
      Paths: [`${organizationId}/${rootId}/${unitId}/`],
      JoinedMethod: 'CREATED',
      JoinedTimestamp: expect.any(Date),
    });
  });

  it('walks the tree in both directions', async () => {
    const { Roots: roots } = await management.send(new organizations.ListRootsCommand({}));
    expect(roots).toMatchObject([{ Id: rootId, Name: 'Root' }]);
    const units = await management.send(
      new organizations.ListOrganizationalUnitsForParentCommand({ ParentId: rootId }),
    );
    expect(units.OrganizationalUnits).toMatchObject([{ Id: unitId, Name: 'Workloads' }]);
    const below = await management.send(new organizations.ListAccountsForParentCommand({ ParentId: unitId }));
    expect(below.Accounts?.map((account) => account.Id)).toEqual([memberAccountId]);
    const above = await management.send(new organizations.ListParentsCommand({ ChildId: memberAccountId }));
    expect(above.Parents).toEqual([{ Id: unitId, Type: 'ORGANIZATIONAL_UNIT' }]);
  });

  it('hears of what does not exist in AWS’s words', async () => {
    const account = management.send(new organizations.DescribeAccountCommand({ AccountId: '999999999999' }));
    expect(await refusal(account)).toMatchObject({ name: 'AccountNotFoundException', status: 400 });
    const parent = management.send(new organizations.ListAccountsForParentCommand({ ParentId: 'r-none' }));
    expect(await refusal(parent)).toMatchObject({ name: 'ParentNotFoundException', status: 400 });
    const pattern = management.send(new organizations.DescribeAccountCommand({ AccountId: 'abc' }));
    expect(await refusal(pattern)).toMatchObject({
      name: 'InvalidInputException',
      message: 'You provided a value that does not match the required pattern.',
    });
  });
});

describe('a member', () => {
  it('may describe its organization, nothing else', async () => {
    const { Organization: organization } = await member.send(new organizations.DescribeOrganizationCommand({}));
    expect(organization).toMatchObject({ Id: organizationId, MasterAccountId: managementAccountId });
    expect(await refusal(member.send(new organizations.ListAccountsCommand({})))).toEqual({
      name: 'AccessDeniedException',
      status: 400,
      message: "You don't have permissions to access this resource.",
    });
  });

  it('that is a delegated administrator may list', async () => {
    expect((await delegate.send(new organizations.ListAccountsCommand({}))).Accounts).toHaveLength(3);
    const command = new organizations.ListDelegatedAdministratorsCommand({ ServicePrincipal: 'sso.amazonaws.com' });
    const { DelegatedAdministrators: administrators } = await delegate.send(command);
    expect(administrators).toMatchObject([{ Id: SMALL.delegatedAccountId, DelegationEnabledDate: expect.any(Date) }]);
    const other = new organizations.ListDelegatedAdministratorsCommand({ ServicePrincipal: 'guardduty.amazonaws.com' });
    expect((await delegate.send(other)).DelegatedAdministrators).toEqual([]);
  });
});

it('an AWS account outside any organization hears so', async () => {
  const alone = await startSimulator({ world: 'empty' });
  try {
    const client = clientsFor(alone.url, alone.credentials.administrator).organizations;
    for (const command of [
      new organizations.DescribeOrganizationCommand({}),
      new organizations.ListAccountsCommand({}),
    ]) {
      expect(await refusal(client.send(command as organizations.ListAccountsCommand))).toEqual({
        name: 'AWSOrganizationsNotInUseException',
        status: 400,
        message: 'Your account is not a member of an organization.',
      });
    }
  } finally {
    await alone.stop();
  }
});
