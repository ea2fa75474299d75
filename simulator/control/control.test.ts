import { get } from 'node:http';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../faults/fault-rules.ts';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';
import { control as askControl } from '../testing/control.ts';
import { SMALL } from '../worlds/small.ts';

let simulator: Simulator;
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

const control = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  askControl(simulator, method, path, body, headers);

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
    const other = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
    await other.iam.send(new ListUsersCommand({}));
    expect((await control('GET', 'counters')).body).toMatchObject({ 'iam:ListUsers': { calls: 3 } });
    expect((await control('GET', 'counters/aws-accounts')).body).toMatchObject({
      [SMALL.managementAccountId]: { 'iam:ListUsers': { calls: 2 }, 'organizations:ListAccounts': { failed: 1 } },
      [SMALL.memberAccountId]: { 'iam:ListUsers': { calls: 1, throttled: 0, failed: 0 } },
    });
    await control('DELETE', 'counters');
    expect((await control('GET', 'counters')).body).toEqual({});
    expect((await control('GET', 'counters/aws-accounts')).body).toEqual({});
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
