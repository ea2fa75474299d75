import * as organizations from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor } from '../../testing/clients.ts';
import { unansweredOperations } from '../../testing/every-operation.ts';
import { SMALL } from '../../worlds/small.ts';

const { memberAccountId, rootId, unitId } = SMALL;
let simulator: Simulator;
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());

it('every simulated operation of Organizations answers the SDK', async () => {
  const send = clients.organizations.send.bind(clients.organizations);
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
  expect(unansweredOperations(simulator, 'organizations')).toEqual([]);
});
