import { CreateUserCommand, GetUserCommand, ListGroupsCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { ListUsersCommand as ListPeopleCommand } from '@aws-sdk/client-identitystore';
import { paginateListAccounts } from '@aws-sdk/client-organizations';
import * as sso from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';
import { control as askControl } from '../testing/control.ts';
import { SMALL } from '../worlds/small.ts';
import type { FaultRule } from './fault-rules.ts';

const CUT = /aborted|terminated|closed|ECONNRESET|socket hang up/;
let simulator: Simulator;
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

const control = (method: string, path: string, body?: unknown) => askControl(simulator, method, path, body);

async function fault(rule: FaultRule): Promise<string> {
  const { status, body } = await control('POST', 'faults', rule);
  expect(status).toBe(201);
  return body.id;
}

const listUsers = () => clients.iam.send(new ListUsersCommand({}));
const listGroups = () => clients.iam.send(new ListGroupsCommand({}));
const createUser = () => clients.iam.send(new CreateUserCommand({ UserName: 'x' }));
const isThere = () =>
  clients.iam.send(new GetUserCommand({ UserName: 'x' })).then(
    () => true,
    () => false,
  );
const expectAnswer = (call: Promise<unknown>) => expect(call).resolves.toHaveProperty('$metadata');

describe('a fault rule says what happens', () => {
  it('error: the code, message and status it names, and nothing is done', async () => {
    await fault({
      operation: 'iam:CreateUser',
      error: { code: 'ServiceFailure', message: 'down', status: 500 },
      times: 1,
    });
    expect(await refusal(createUser())).toEqual({ name: 'ServiceFailureException', message: 'down', status: 500 });
    expect(await isThere()).toBe(false);
  });

  it('error: with its code alone, status 400', async () => {
    await fault({ service: 'iam', error: { code: 'Throttling' } });
    expect(await refusal(listUsers())).toEqual({ name: 'Throttling', message: 'Injected fault', status: 400 });
  });

  it('error: of the first rule, when several hit', async () => {
    await fault({ service: 'iam', error: { code: 'First' } });
    await fault({ service: 'iam', error: { code: 'Second' } });
    expect(await refusal(listUsers())).toMatchObject({ name: 'First' });
  });

  it('latencyMs: the answer comes so much later, and of several rules together', async () => {
    await fault({ operation: 'iam:ListUsers', latencyMs: 80, times: 1 });
    await fault({ operation: 'iam:ListUsers', latencyMs: 60, times: 1 });
    const start = performance.now();
    await listUsers();
    expect(performance.now() - start).toBeGreaterThanOrEqual(135);
  });

  it('reset: the connection is cut and nothing is done', async () => {
    await fault({ operation: 'iam:CreateUser', reset: true, times: 1 });
    expect((await refusal(createUser())).message).toMatch(CUT);
    expect(await isThere()).toBe(false);
  });

  it('lostAnswer: it is done, and the caller can not know', async () => {
    await fault({ operation: 'iam:CreateUser', lostAnswer: true, times: 1 });
    expect((await refusal(createUser())).message).toMatch(CUT);
    expect(await isThere()).toBe(true);
  });

  it('truncated: it is done, and the answer is cut: the client is told of an error, never of less', async () => {
    await fault({ operation: 'iam:CreateUser', truncated: true, times: 1 });
    expect((await refusal(createUser())).message).toMatch(CUT);
    expect(await isThere()).toBe(true);
    await fault({ operation: 'sso:ListInstances', truncated: true, times: 1 });
    expect((await refusal(clients.ssoAdmin.send(new sso.ListInstancesCommand({})))).message).toMatch(CUT);
  });

  it('failureReason: the assignment that the call starts fails with it', async () => {
    const failureReason = 'Received a 500 status error: of a test.';
    await fault({ operation: 'sso:CreateAccountAssignment', failureReason, times: 1 });
    const InstanceArn = SMALL.instanceArn;
    const { PermissionSets = [] } = await clients.ssoAdmin.send(new sso.ListPermissionSetsCommand({ InstanceArn }));
    const { Users } = await clients.identityStore.send(
      new ListPeopleCommand({ IdentityStoreId: SMALL.identityStoreId }),
    );
    const wish = {
      InstanceArn,
      PermissionSetArn: PermissionSets[0],
      PrincipalType: 'USER' as const,
      PrincipalId: Users?.[0]?.UserId,
      TargetType: 'AWS_ACCOUNT' as const,
      TargetId: SMALL.delegatedAccountId,
    };
    const outcome = async () => {
      const made = await clients.ssoAdmin.send(new sso.CreateAccountAssignmentCommand(wish));
      const AccountAssignmentCreationRequestId = made.AccountAssignmentCreationStatus?.RequestId;
      const ask = { InstanceArn, AccountAssignmentCreationRequestId };
      const told = await clients.ssoAdmin.send(new sso.DescribeAccountAssignmentCreationStatusCommand(ask));
      return [told.AccountAssignmentCreationStatus?.Status, told.AccountAssignmentCreationStatus?.FailureReason];
    };
    expect(await outcome()).toEqual(['FAILED', failureReason]);
    expect(await outcome()).toEqual(['SUCCEEDED', undefined]);
  });

  it('emptyPage and pageSize: an empty page with a token that goes on, small pages, and no row is lost', async () => {
    await fault({ operation: 'organizations:ListAccounts', emptyPage: true, nth: 2 });
    await fault({ operation: 'organizations:ListAccounts', pageSize: 1 });
    const sizes: number[] = [];
    for await (const page of paginateListAccounts({ client: clients.organizations }, {})) {
      sizes.push(page.Accounts?.length ?? 0);
    }
    expect(sizes).toEqual([1, 0, 1, 1]);
  });

  it('emptyPage: however many come in a row, no token is given twice', async () => {
    await fault({ operation: 'organizations:ListAccounts', emptyPage: true, times: 3 });
    const tokens: (string | undefined)[] = [];
    for await (const { NextToken } of paginateListAccounts({ client: clients.organizations }, {}))
      tokens.push(NextToken);
    expect(tokens).toHaveLength(4);
    expect(new Set(tokens).size).toBe(4);
  });
});

describe('a fault rule says to which calls', () => {
  const error = { code: 'Throttling' };

  it('operation: of one service, or of all that have it', async () => {
    const listPeople = () =>
      clients.identityStore.send(new ListPeopleCommand({ IdentityStoreId: SMALL.identityStoreId }));
    const id = await fault({ operation: 'iam:ListUsers', error });
    await refusal(listUsers());
    await expectAnswer(listGroups());
    await expectAnswer(listPeople());
    await control('DELETE', `faults/${id}`);
    await fault({ operation: 'ListUsers', error });
    await refusal(listUsers());
    await refusal(listPeople());
    await expectAnswer(listGroups());
  });

  it('service: of all its operations and no other’s', async () => {
    await fault({ service: 'iam', error });
    await refusal(listUsers());
    await refusal(listGroups());
    await expectAnswer(clients.ssoAdmin.send(new sso.ListInstancesCommand({})));
  });

  it('awsAccountId: of that AWS account’s principals', async () => {
    await fault({ awsAccountId: SMALL.memberAccountId, error });
    await expectAnswer(listUsers());
    const member = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
    expect(await refusal(member.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'Throttling' });
  });

  it('nothing: all calls', async () => {
    await fault({ error });
    await refusal(listUsers());
    await refusal(clients.ssoAdmin.send(new sso.ListInstancesCommand({})));
  });
});

describe('a fault rule says how often', () => {
  const error = { code: 'Throttling' };

  it('times: as often and no more', async () => {
    await fault({ operation: 'iam:ListUsers', error, times: 2 });
    await refusal(listUsers());
    await refusal(listUsers());
    await expectAnswer(listUsers());
  });

  it('nth: that matching call only', async () => {
    await fault({ service: 'iam', error, nth: 2 });
    await expectAnswer(listUsers());
    await refusal(listUsers());
    await expectAnswer(listUsers());
  });

  it('rate: a share of the calls, the same ones every time', async () => {
    const round = async () => {
      simulator.reset();
      await fault({ operation: 'ListUsers', error, rate: 0.3 });
      const hits: boolean[] = [];
      for (let call = 0; call < 40; call += 1) {
        hits.push(
          await listUsers().then(
            () => false,
            () => true,
          ),
        );
      }
      return hits;
    };
    const first = await round();
    expect(first.filter(Boolean).length).toBeGreaterThan(4);
    expect(first.filter(Boolean).length).toBeLessThan(22);
    expect(await round()).toEqual(first);
  });
});

describe('fault rules', () => {
  it('are listed with what they did, and deleted by their id or together', async () => {
    const rule = { service: 'iam', error: { code: 'Throttling' } };
    const id = await fault(rule);
    await refusal(listUsers());
    expect((await control('GET', 'faults')).body.faults).toEqual([{ ...rule, id, seen: 1, acted: 1 }]);
    expect((await control('DELETE', `faults/${id}`)).status).toBe(200);
    await expectAnswer(listUsers());
    expect(await control('DELETE', `faults/${id}`)).toEqual({ status: 404, body: { problem: `no rule ${id}` } });
    await fault(rule);
    await control('DELETE', 'faults');
    await expectAnswer(listUsers());
  });

  it.each<[unknown, string]>([
    [{ operatoin: 'iam:ListUsers', reset: true }, 'a fault rule has no operatoin'],
    [
      { service: 'iam' },
      'a fault rule needs one of error, latencyMs, reset, lostAnswer, truncated, failureReason, emptyPage, pageSize',
    ],
    [
      { operation: 'iam:ListUser', reset: true },
      'operation must be one that is simulated, as iam:ListUsers or ListUsers',
    ],
    [{ operation: 5, reset: true }, 'operation must be a text'],
    [{ operation: 'ListUsers', service: 'sso', reset: true }, 'operation: sso has no ListUsers'],
    [{ awsAccountId: '1111', reset: true }, 'awsAccountId must be the twelve digits of an AWS account'],
    [{ latencyMs: '5' }, 'latencyMs must be a number from 0 to 600000'],
    [{ latencyMs: -1 }, 'latencyMs must be a number from 0 to 600000'],
    [{ reset: false }, 'reset must be true, or left out'],
    [{ lostAnswer: 'yes' }, 'lostAnswer must be true, or left out'],
    [{ truncated: 1 }, 'truncated must be true, or left out'],
    [{ emptyPage: null }, 'emptyPage must be true, or left out'],
    [{ failureReason: '' }, 'failureReason must be a text'],
    [{ pageSize: 0 }, 'pageSize must be a whole number from 1 to 1000'],
    [{ reset: true, rate: 1.5 }, 'rate must be a number from 0 to 1'],
    [{ reset: true, nth: 0 }, 'nth must be a whole number of at least 1'],
    [{ reset: true, times: 1.5 }, 'times must be a whole number of at least 1'],
    [{ error: 'Throttling' }, 'error must be an object with a code'],
    [{ error: {} }, 'error must have a code'],
    [{ error: { code: 5 } }, 'error has a wrong code: it must be a text'],
    [{ error: { code: 'X', status: 200 } }, 'error has a wrong status: it must be a whole number from 400 to 599'],
    [{ error: { code: 'X', statusCode: 400 } }, 'error has no statusCode'],
    [[], 'the body is not an object'],
  ])('that are mistyped are refused, and say why: %j', async (rule, problem) => {
    expect(await control('POST', 'faults', rule)).toEqual({ status: 400, body: { problem } });
    expect((await control('GET', 'faults')).body.faults).toEqual([]);
  });

  it('of a service there is none of are refused with those there are', async () => {
    const { status, body } = await control('POST', 'faults', { service: 'sso-admin', reset: true });
    expect(status).toBe(400);
    expect(body.problem).toMatch(/^service must be one of sts, iam, organizations, identitystore, sso, /);
  });
});
