import * as organizations from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor } from '../../testing/clients.ts';
import { expectAllAnswered } from '../../testing/every-operation.ts';
import { SMALL } from '../../worlds/small.ts';

const { memberAccountId, rootId, unitId } = SMALL;
const DENY = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}';
type Send = Clients['organizations']['send'];

let simulator: Simulator;
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());

it('every simulated operation of Organizations answers the SDK', async () => {
  const send: Send = clients.organizations.send.bind(clients.organizations);
  await send(new organizations.DescribeOrganizationCommand({}));
  await send(new organizations.ListAccountsCommand({}));
  await send(new organizations.DescribeAccountCommand({ AccountId: memberAccountId }));
  await send(new organizations.ListAccountsForParentCommand({ ParentId: rootId }));
  await send(new organizations.ListRootsCommand({}));
  await send(new organizations.ListOrganizationalUnitsForParentCommand({ ParentId: rootId }));
  const unit = await send(new organizations.DescribeOrganizationalUnitCommand({ OrganizationalUnitId: unitId }));
  expect(unit.OrganizationalUnit?.Name).toBe('Workloads');
  await send(new organizations.ListParentsCommand({ ChildId: unitId }));
  const children = await send(new organizations.ListChildrenCommand({ ParentId: unitId, ChildType: 'ACCOUNT' }));
  expect(children.Children).toEqual([{ Id: memberAccountId, Type: 'ACCOUNT' }]);
  await send(new organizations.ListDelegatedAdministratorsCommand({}));
  const AccountId = SMALL.delegatedAccountId;
  const services = await send(new organizations.ListDelegatedServicesForAccountCommand({ AccountId }));
  expect(services.DelegatedServices).toMatchObject([{ ServicePrincipal: 'sso.amazonaws.com' }]);
  await walkTree(send);
  await walkPolicies(send);
  await walkAccounts(send);
  await send(
    new organizations.RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal: 'x.amazonaws.com' }),
  );
  await send(
    new organizations.DeregisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal: 'x.amazonaws.com' }),
  );
  expectAllAnswered(simulator, 'organizations');
});

async function walkTree(send: Send): Promise<void> {
  const made = await send(new organizations.CreateOrganizationalUnitCommand({ ParentId: rootId, Name: 'Walk' }));
  const OrganizationalUnitId = made.OrganizationalUnit?.Id ?? '';
  expect(OrganizationalUnitId).toMatch(/^ou-sm01-[a-z0-9]{8}$/);
  await send(new organizations.UpdateOrganizationalUnitCommand({ OrganizationalUnitId, Name: 'Walked' }));
  const move = { AccountId: memberAccountId, SourceParentId: unitId, DestinationParentId: OrganizationalUnitId };
  await send(new organizations.MoveAccountCommand(move));
  await send(
    new organizations.MoveAccountCommand({
      ...move,
      SourceParentId: OrganizationalUnitId,
      DestinationParentId: unitId,
    }),
  );
  const ResourceId = OrganizationalUnitId;
  await send(new organizations.TagResourceCommand({ ResourceId, Tags: [{ Key: 'owner', Value: 'platform' }] }));
  const { Tags: tags } = await send(new organizations.ListTagsForResourceCommand({ ResourceId }));
  expect(tags).toEqual([{ Key: 'owner', Value: 'platform' }]);
  await send(new organizations.UntagResourceCommand({ ResourceId, TagKeys: ['owner'] }));
  await send(new organizations.DeleteOrganizationalUnitCommand({ OrganizationalUnitId }));
}

async function walkPolicies(send: Send): Promise<void> {
  const Type = 'SERVICE_CONTROL_POLICY';
  const wish = { Name: 'walk', Description: 'd', Content: DENY, Type } as const;
  const { Policy: policy } = await send(new organizations.CreatePolicyCommand(wish));
  const PolicyId = policy?.PolicySummary?.Id ?? '';
  await send(new organizations.UpdatePolicyCommand({ PolicyId, Description: 'walked' }));
  const described = await send(new organizations.DescribePolicyCommand({ PolicyId }));
  expect(described.Policy).toMatchObject({ Content: DENY, PolicySummary: { Description: 'walked', Type } });
  expect((await send(new organizations.ListPoliciesCommand({ Filter: Type }))).Policies).toHaveLength(2);
  const TargetId = unitId;
  await send(new organizations.AttachPolicyCommand({ PolicyId, TargetId }));
  const attached = await send(new organizations.ListPoliciesForTargetCommand({ TargetId, Filter: Type }));
  expect(attached.Policies?.map(({ Name }) => Name).sort()).toEqual(['FullAWSAccess', 'walk']);
  const { Targets: targets } = await send(new organizations.ListTargetsForPolicyCommand({ PolicyId }));
  expect(targets).toMatchObject([{ TargetId, Name: 'Workloads', Type: 'ORGANIZATIONAL_UNIT' }]);
  await send(new organizations.DetachPolicyCommand({ PolicyId, TargetId }));
  await send(new organizations.DeletePolicyCommand({ PolicyId }));
}

async function walkAccounts(send: Send): Promise<void> {
  const wish = { AccountName: 'walk', Email: 'aws+walk@small.example' };
  const { CreateAccountStatus: started } = await send(new organizations.CreateAccountCommand(wish));
  const CreateAccountRequestId = started?.Id ?? '';
  const ended = await send(new organizations.DescribeCreateAccountStatusCommand({ CreateAccountRequestId }));
  expect(ended.CreateAccountStatus).toMatchObject({ State: 'SUCCEEDED', AccountName: 'walk' });
  const all = await send(new organizations.ListCreateAccountStatusCommand({ States: ['SUCCEEDED'] }));
  expect(all.CreateAccountStatuses).toHaveLength(1);
  const AccountId = ended.CreateAccountStatus?.AccountId ?? '';
  await send(new organizations.CloseAccountCommand({ AccountId }));
  expect((await send(new organizations.DescribeAccountCommand({ AccountId }))).Account?.Status).toBe('SUSPENDED');
  await send(new organizations.RemoveAccountFromOrganizationCommand({ AccountId }));
}
