import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { SMALL } from '../../simulator/worlds/small.ts';
import { createRoleSession } from '../../src/adapters/aws/session/role-session.ts';
import { countingBudget, createCustomerRole, externalId, roleName, startAws } from './aws-support.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startAws('small');
  await createCustomerRole(simulator, simulator.credentials.administrator, { awsAccountId: SMALL.managementAccountId });
});
afterAll(() => simulator.stop());
afterEach(() => {
  vi.useRealTimers();
  simulator.faults.clear();
});

const session = (changes: { region?: string } = {}) =>
  createRoleSession({
    budget: countingBudget().budget,
    region: undefined,
    roleArn: `arn:aws:iam::${SMALL.managementAccountId}:role/${roleName}`,
    externalId,
    sessionName: 'countersign con/with a space',
    signal: new AbortController().signal,
    ...changes,
  });
const later = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);

describe('a session of the role', () => {
  it('is assumed once, however many ask at once', async () => {
    simulator.counters.clear();
    const { credentials } = session();
    const [a, b] = await Promise.all([credentials(), credentials()]);
    expect(a).toBe(b);
    expect(simulator.counters.of('sts', 'AssumeRole').calls).toBe(1);
  });

  it('is renewed five minutes before it ends, and not sooner', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { credentials } = session();
    const first = await credentials();
    later(54);
    expect(await credentials()).toBe(first);
    later(2);
    expect(await credentials()).not.toBe(first);
  });

  it('that was refused is asked for again at the next call', async () => {
    simulator.faults.add({ operation: 'sts:AssumeRole', error: { code: 'AccessDenied', status: 403 }, times: 1 });
    const { credentials } = session();
    await expect(credentials()).rejects.toMatchObject({ code: 'assume-role-refused' });
    expect(await credentials()).toMatchObject({ sessionToken: expect.any(String) });
  });

  it('is made in the own region when the role is in its partition, else in the partition that the role is in', () => {
    expect(session({ region: 'eu-west-1' }).region).toBe('eu-west-1');
    expect(session({ region: 'cn-north-1' }).region).toBe('us-east-1');
    expect(session().region).toBe('us-east-1');
  });
});
