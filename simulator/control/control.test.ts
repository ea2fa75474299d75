import { get } from 'node:http';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand, paginateListAccounts } from '@aws-sdk/client-organizations';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../faults/fault-rules.ts';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';

let simulator: Simulator;
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

async function control(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${simulator.url}/_simulator/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
}

/** A page whose name was pointed at 127.0.0.1 sends that name as host. */
function statusUnderName(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { headers: { host } };
    get(`${simulator.url}/_simulator/clock`, options, (response) => resolve(response.resume().statusCode)).once(
      'error',
      reject,
    );
  });
}

const fault = (rule: FaultRule) => control('POST', 'faults', rule);
const listUsers = () => clients.iam.send(new ListUsersCommand({}));

describe('a fault rule', () => {
  it('makes an operation fail as told, as often as told', async () => {
    const error = { code: 'ServiceFailure', message: 'down', status: 500 };
    expect((await fault({ operation: 'iam:ListUsers', error, times: 2 })).status).toBe(201);
    for (let time = 0; time < 2; time += 1) {
      expect(await refusal(listUsers())).toEqual({ name: 'ServiceFailureException', message: 'down', status: 500 });
    }
    await expect(listUsers()).resolves.toHaveProperty('Users');
  });

  it('hits the n-th call only', async () => {
    await fault({ service: 'iam', error: { code: 'Throttling' }, nth: 2 });
    await expect(listUsers()).resolves.toHaveProperty('Users');
    expect(await refusal(listUsers())).toMatchObject({ name: 'Throttling', status: 400 });
    await expect(listUsers()).resolves.toHaveProperty('Users');
  });

  it('hits a share of the calls, the same ones every time', async () => {
    const round = async () => {
      simulator.reset();
      await fault({ operation: 'ListUsers', error: { code: 'Throttling' }, rate: 0.3 });
      const hits: boolean[] = [];
      for (let call = 0; call < 40; call += 1)
        hits.push(
          await listUsers().then(
            () => false,
            () => true,
          ),
        );
      return hits;
    };
    const first = await round();
    expect(first.filter(Boolean).length).toBeGreaterThan(4);
    expect(first.filter(Boolean).length).toBeLessThan(22);
    expect(await round()).toEqual(first);
  });

  it('delays, or cuts the connection', async () => {
    await fault({ operation: 'iam:ListUsers', latencyMs: 120, times: 1 });
    const start = performance.now();
    await listUsers();
    expect(performance.now() - start).toBeGreaterThanOrEqual(115);
    await fault({ operation: 'iam:ListUsers', reset: true, times: 1 });
    expect((await refusal(listUsers())).message).toMatch(/ECONNRESET|socket hang up/);
  });

  it('cuts an answer in the middle: the client is told of an error, never of less', async () => {
    await fault({ operation: 'iam:ListUsers', truncated: true, times: 1 });
    expect((await refusal(listUsers())).message).toMatch(/aborted|terminated|closed|ECONNRESET/);
    await fault({ operation: 'sso:ListInstances', truncated: true, times: 1 });
    expect((await refusal(clients.ssoAdmin.send(new ListInstancesCommand({})))).message).toMatch(
      /aborted|terminated|closed|ECONNRESET/,
    );
  });

  it('gives an empty page with a token that goes on, or small pages, and no row is lost', async () => {
    await fault({ operation: 'organizations:ListAccounts', emptyPage: true, nth: 2 });
    await fault({ operation: 'organizations:ListAccounts', pageSize: 1 });
    const sizes: number[] = [];
    for await (const page of paginateListAccounts({ client: clients.organizations }, {})) {
      sizes.push(page.Accounts?.length ?? 0);
    }
    expect(sizes).toEqual([1, 0, 1, 1]);
  });

  it('acts for one AWS account only, when told so', async () => {
    await fault({ awsAccountId: '222222222222', error: { code: 'Throttling' } });
    await expect(listUsers()).resolves.toHaveProperty('Users');
    const member = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
    expect(await refusal(member.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'Throttling' });
  });

  it('is listed with what it did, and deleted by its id or with all', async () => {
    const { body } = await fault({ service: 'iam', error: { code: 'Throttling' } });
    await refusal(listUsers());
    expect((await control('GET', 'faults')).body.faults).toMatchObject([{ id: body.id, seen: 1, acted: 1 }]);
    await control('DELETE', `faults/${body.id}`);
    await expect(listUsers()).resolves.toHaveProperty('Users');
    await fault({ service: 'iam', error: { code: 'Throttling' } });
    await control('DELETE', 'faults');
    await expect(listUsers()).resolves.toHaveProperty('Users');
  });

  it('that is mistyped is refused', async () => {
    for (const rule of [{ operatoin: 'x', reset: true }, { service: 'iam' }, { latencyMs: '5' }, { error: {} }, []]) {
      expect((await control('POST', 'faults', rule)).status).toBe(400);
    }
  });
});

describe('the control API', () => {
  it('counts calls by operation', async () => {
    await listUsers();
    await listUsers();
    await clients.ssoAdmin.send(new ListInstancesCommand({}));
    await fault({ operation: 'organizations:ListAccounts', error: { code: 'TooManyRequestsException' } });
    await refusal(clients.organizations.send(new ListAccountsCommand({})));
    expect((await control('GET', 'counters')).body).toEqual({
      'iam:ListUsers': { calls: 2, throttled: 0, failed: 0 },
      'organizations:ListAccounts': { calls: 1, throttled: 0, failed: 1 },
      'sso:ListInstances': { calls: 1, throttled: 0, failed: 0 },
    });
    await control('DELETE', 'counters');
    expect((await control('GET', 'counters')).body).toEqual({});
  });

  it('shows the state and moves the clock', async () => {
    const { body: state } = await control('GET', 'state');
    expect(state.identityCenters[0].users).toHaveLength(5);
    expect((await control('POST', 'clock', { advanceMs: 3_600_000 })).body.offsetMs).toBe(3_600_000);
    expect((await control('POST', 'clock', { advanceMs: -1 })).status).toBe(400);
    await control('POST', 'reset');
    expect((await control('GET', 'clock')).body.offsetMs).toBe(0);
  });

  it('is closed to pages in a browser and answers nonsense plainly', async () => {
    expect((await control('GET', 'state', undefined, { origin: 'http://evil.example' })).status).toBe(403);
    expect(await statusUnderName('rebound.example')).toBe(403);
    expect(await statusUnderName('localhost')).toBe(200);
    expect((await control('GET', 'nonsense')).status).toBe(404);
    expect((await control('POST', 'faults', 'text')).status).toBe(400);
  });
});
