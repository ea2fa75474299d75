import * as iam from '@aws-sdk/client-iam';
import * as identityStore from '@aws-sdk/client-identitystore';
import * as organizations from '@aws-sdk/client-organizations';
import * as ssoAdmin from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';
import { lengthenLists, MANY } from '../testing/lists/long-lists.ts';
import { prepareWorld } from '../testing/operations/prepared-world.ts';
import { SMALL } from '../worlds/small.ts';

const { identityStoreId: IdentityStoreId, instanceArn: InstanceArn, managementAccountId: AccountId } = SMALL;
let simulator: Simulator;
let clients: Clients;
let setArn: string;

/** What all lists have in common is in every-page.test.ts. */
beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
  setArn = prepareWorld(simulator.world).assignedSet;
  lengthenLists(simulator.world);
});
afterAll(() => simulator.stop());

it('a list is read whole while rows come and go', async () => {
  const seen: string[] = [];
  const account = simulator.world.awsAccounts.get(AccountId);
  for await (const page of iam.paginateListGroups({ client: clients.iam, pageSize: 50 }, {})) {
    seen.push(...(page.Groups ?? []).map((group) => group.GroupName ?? ''));
    account?.groups.delete('group-0');
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThanOrEqual(MANY);
});

describe('a page size', () => {
  it('is taken up to the operation’s limit and refused beyond', async () => {
    const users = (MaxItems: number) => clients.iam.send(new iam.ListUsersCommand({ MaxItems }));
    expect((await users(1000)).IsTruncated).toBe(false);
    expect((await users(7)).Users).toHaveLength(7);
    expect(await refusal(users(1001))).toEqual({
      name: 'ValidationError',
      status: 400,
      message:
        "1 validation error detected: Value '1001' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000",
    });
    expect(await refusal(users(0))).toMatchObject({ name: 'ValidationError' });
    const accounts = clients.organizations.send(new organizations.ListAccountsCommand({ MaxResults: 21 }));
    expect(await refusal(accounts)).toMatchObject({ name: 'InvalidInputException', status: 400 });
    const people = clients.identityStore.send(new identityStore.ListUsersCommand({ IdentityStoreId, MaxResults: 101 }));
    expect(await refusal(people)).toMatchObject({ name: 'ValidationException', status: 400 });
  });
});

describe('a page token', () => {
  it('is opaque and good for its own operation and parameters only', async () => {
    const first = await clients.ssoAdmin.send(new ssoAdmin.ListPermissionSetsCommand({ InstanceArn }));
    const NextToken = first.NextToken ?? '';
    expect(NextToken).not.toContain('ps-');
    const elsewhere = new ssoAdmin.ListAccountAssignmentsCommand({
      InstanceArn,
      AccountId,
      PermissionSetArn: setArn,
      NextToken,
    });
    expect(await refusal(clients.ssoAdmin.send(elsewhere))).toMatchObject({ name: 'ValidationException', status: 400 });
    const delegate = clientsFor(simulator.url, simulator.credentials.delegatedAdministrator);
    const foreign = new ssoAdmin.ListPermissionSetsCommand({ InstanceArn, NextToken });
    expect(await refusal(delegate.ssoAdmin.send(foreign))).toMatchObject({ name: 'ValidationException' });
    const again = new ssoAdmin.ListPermissionSetsCommand({ InstanceArn, NextToken, MaxResults: 5 });
    expect((await clients.ssoAdmin.send(again)).PermissionSets).toHaveLength(5);
  });

  it('that was made up is refused in each service’s words', async () => {
    const NextToken = 'bm9uc2Vuc2U';
    expect(await refusal(clients.iam.send(new iam.ListUsersCommand({ Marker: NextToken })))).toMatchObject({
      name: 'ValidationError',
      status: 400,
    });
    expect(await refusal(clients.organizations.send(new organizations.ListAccountsCommand({ NextToken })))).toEqual({
      name: 'InvalidInputException',
      status: 400,
      message:
        'You specified an invalid value for nextToken. You must get the value from the response to a previous call to the API.',
    });
    const people = new identityStore.ListUsersCommand({ IdentityStoreId, NextToken });
    expect(await refusal(clients.identityStore.send(people))).toMatchObject({
      name: 'ValidationException',
      status: 400,
    });
  });
});
