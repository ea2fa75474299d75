import * as organizations from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor } from '../../testing/clients.ts';
import { readPages } from '../../testing/read-pages.ts';
import { SMALL } from '../../worlds/small.ts';

const { rootId, unitId, delegatedAccountId } = SMALL;
const MANY = 50;
const Filter = 'SERVICE_CONTROL_POLICY';
let simulator: Simulator;
let client: Clients['organizations'];

/** The small world with a wide tree, many policies, requests and delegations. */
beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = clientsFor(simulator.url, simulator.credentials.administrator).organizations;
  const [organization] = simulator.world.organizations;
  if (!organization) throw new Error('the small world has an organization');
  const ids: string[] = [];
  for (let index = 0; index < MANY; index += 1) {
    const id = `p-0000${1000 + index}`;
    ids.push(id);
    organization.policies.add({ id, name: id, description: '', document: '{}', isAwsManaged: false });
    organization.addUnit({ id: `ou-sm01-0000${1000 + index}`, name: `Unit ${index}`, parentId: rootId });
    organization.delegatedAdministrators.push({
      awsAccountId: delegatedAccountId,
      servicePrincipal: `s${index}.amazonaws.com`,
      enabledAt: 0,
    });
    organization.requests.add({
      id: `car-${1000 + index}`,
      kind: 'CREATE',
      awsAccountId: '1',
      name: 'x',
      email: 'x',
      roleName: 'x',
      tags: [],
      requestedAt: 0,
      dueAt: 0,
      state: 'SUCCEEDED',
    });
  }
  organization.setPolicyIds(unitId, ids);
  organization.setTags(
    unitId,
    ids.map((Key) => ({ Key, Value: '' })),
  );
});
afterAll(() => simulator.stop());

const ListPolicies = () => organizations.paginateListPolicies({ client }, { Filter });
const ForTarget = () => organizations.paginateListPoliciesForTarget({ client }, { Filter, TargetId: unitId });
const Targets = () => organizations.paginateListTargetsForPolicy({ client }, { PolicyId: 'p-FullAWSAccess' });
const Children = () =>
  organizations.paginateListChildren({ client }, { ParentId: rootId, ChildType: 'ORGANIZATIONAL_UNIT' });
const Statuses = () => organizations.paginateListCreateAccountStatus({ client }, {});
const Services = () =>
  organizations.paginateListDelegatedServicesForAccount({ client }, { AccountId: delegatedAccountId });
const Tags = () => organizations.paginateListTagsForResource({ client }, { ResourceId: unitId });

it.each<[string, string, number, () => AsyncIterable<object>]>([
  ['ListPolicies', 'Policies', MANY + 1, ListPolicies],
  ['ListPoliciesForTarget', 'Policies', MANY, ForTarget],
  ['ListTargetsForPolicy', 'Targets', MANY + 4, Targets],
  ['ListChildren', 'Children', MANY + 1, Children],
  ['ListCreateAccountStatus', 'CreateAccountStatuses', MANY, Statuses],
  ['ListDelegatedServicesForAccount', 'DelegatedServices', MANY + 1, Services],
  ['ListTagsForResource', 'Tags', MANY, Tags],
])('%s reads every row once, in pages of 20', async (_, name, count, pages) => {
  expect(await readPages(pages(), name)).toEqual({ sizes: [20, 20, count - 40], distinct: count });
});

it('an empty page with a token goes on, and no row is lost', async () => {
  simulator.faults.add({ operation: 'organizations:ListPolicies', emptyPage: true, nth: 2 });
  expect(await readPages(ListPolicies(), 'Policies')).toEqual({ sizes: [20, 0, 20, MANY - 39], distinct: MANY + 1 });
});
