import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { MANAGEMENT } from '../../simulator/worlds/demo/organization.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import { secretBox, secretsIn } from '../../src/adapters/crypto/secret-box.ts';
import { createScimDirectory } from '../../src/adapters/scim/scim-directory.ts';
import { createScimProbe } from '../../src/adapters/scim/scim-probe.ts';
import type { AwsConnection } from '../../src/core/connectors/model/aws-connection.ts';
import { scimTokenPurpose } from '../../src/core/connectors/steps/scim-token.ts';
import { countingBudget, createCustomerRole, MemorySink, nothingKnown, startAws } from './aws-support.ts';

const secrets = secretsIn(secretBox(Buffer.alloc(32, 3)));
const sealed = (token: string, connectorId = 'con_test') => secrets.seal(token, scimTokenPurpose(connectorId));
let simulator: Simulator;
let connection: AwsConnection;
let tokenId: string;
let allowAllBut: (...actions: string[]) => Promise<void>;

beforeAll(async () => {
  simulator = await startAws('demo');
  const role = await createCustomerRole(simulator, simulator.credentials.administrator, {
    awsAccountId: MANAGEMENT,
    identityCenterRegion: 'eu-north-1',
  });
  const answer = await fetch(`${simulator.url}/_simulator/scim`, { method: 'POST' });
  const made = (await answer.json()) as { path: string; token: string; tokenId: string };
  tokenId = made.tokenId;
  allowAllBut = role.allowAllBut;
  connection = {
    ...role.connection,
    scimEnabled: true,
    scimEndpoint: `${simulator.url}${made.path}`,
    sealedScimToken: sealed(made.token),
  };
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.faults.clear());

async function read(settings: Partial<AwsConnection> = {}) {
  const sink = new MemorySink();
  const reader = createAwsReader({
    budget: countingBudget().budget,
    backOffMs: 20,
    scim: createScimDirectory(secrets),
  });
  await reader.read({ ...connection, ...settings }, nothingKnown, sink);
  const users = sink.of('identity-center-user').filter(({ isMention }) => !isMention);
  return { sink, users: users.sort((a, b) => (a.nativeId < b.nativeId ? -1 : 1)) };
}

describe('users of Identity Center, where the role may not list them', () => {
  it('are described by SCIM as the Identity Store describes them, page after page, and the listing stays a gap', async () => {
    const { users: listed } = await read();
    await allowAllBut('identitystore:ListUsers');
    simulator.faults.add({ operation: 'scim:ListUsers', pageSize: 7 });
    const { sink, users } = await read();
    expect(users.length).toBe(listed.length);
    expect(users.length).toBeGreaterThan(14);
    expect(users).toEqual(listed);
    expect(sink.counter('scim:ListUsers').ok).toBe(Math.ceil(users.length / 7));
    expect([...sink.failures.keys()].filter((name) => name.startsWith('identity-center-users'))).toHaveLength(1);
    expect([...sink.completed].filter((name) => name.startsWith('identity-center-users'))).toEqual([]);
  });

  it('are asked for again after a throttle and a cut connection', async () => {
    simulator.faults.add({
      operation: 'scim:ListUsers',
      error: { code: 'ThrottlingException', status: 429 },
      times: 1,
    });
    simulator.faults.add({ operation: 'scim:ListUsers', reset: true, nth: 2, times: 1 });
    const { sink, users } = await read();
    expect(users.length).toBeGreaterThan(14);
    expect(sink.counter('scim:ListUsers').throttled).toBe(1);
  });

  it('stay as they are known with a token that AWS refuses, or without SCIM', async () => {
    const { sink, users } = await read({ sealedScimToken: sealed('another') });
    expect(users).toEqual([]);
    expect(sink.lines.filter((line) => line.includes('by SCIM'))).toEqual([
      expect.stringMatching(/^gap Identity Center users by SCIM · not read: /),
    ]);
    expect((await read({ scimEnabled: false })).sink.lines.filter((line) => line.includes('SCIM'))).toEqual([]);
  });

  it('are not asked for by whom may list them', async () => {
    await allowAllBut();
    const { sink } = await read();
    expect(sink.calls.has('scim:ListUsers')).toBe(false);
  });
});

describe('the test of a SCIM token', () => {
  const test = async (settings: Partial<AwsConnection> = {}) => {
    const [check] = await createScimProbe(secrets).test({ ...connection, ...settings });
    return check;
  };

  it('says that it is accepted', async () => {
    expect(await test()).toMatchObject({ id: 'scim.token', outcome: 'pass', detail: expect.stringContaining('ms') });
  });

  it('tells a refused token, a wrong endpoint and one that cannot be reached apart, each with its mend', async () => {
    expect(await test({ sealedScimToken: sealed('wrong') })).toMatchObject({
      outcome: 'fail',
      detail: 'AWS does not accept the token for this endpoint.',
      mend: expect.stringContaining('Generate one'),
    });
    const other = connection.scimEndpoint?.replace(/\/scim\/v2\/$/, '/scim/v3/') ?? null;
    expect((await test({ scimEndpoint: other }))?.outcome).toBe('fail');
    expect(await test({ scimEndpoint: 'http://127.0.0.1:9/x/scim/v2/' })).toMatchObject({
      outcome: 'fail',
      detail: 'The SCIM endpoint could not be reached.',
    });
  });

  it('opens no token that was kept for another connector', async () => {
    expect(await test({ sealedScimToken: sealed('x', 'con_other') })).toMatchObject({
      outcome: 'fail',
      detail: expect.stringContaining('cannot be opened'),
    });
  });

  it('finds a token that was deleted in AWS', async () => {
    await fetch(`${simulator.url}/_simulator/scim/${tokenId}`, { method: 'DELETE' });
    expect((await test())?.outcome).toBe('fail');
  });
});
