import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Service } from '../services/service.ts';
import { type Simulator, startSimulator } from '../start.ts';
import { OPERATIONS, prepareCases, SDK_SERVICES } from '../testing/operations/operation-cases.ts';
import { letTester } from '../testing/operations/prepared-world.ts';
import { sendersOf } from '../testing/operations/send-operation.ts';
import { RATES } from './token-buckets.ts';

/** How each service says that it was asked too often. */
const CODES: Readonly<Record<string, string>> = {
  iam: 'Throttling',
  organizations: 'TooManyRequestsException',
  identitystore: 'ThrottlingException',
  sso: 'ThrottlingException',
  cloudtrail: 'ThrottlingException',
};
const LIMITED = SDK_SERVICES.filter(({ id }) => RATES[id]);

let simulator: Simulator;
let senders: ReturnType<typeof sendersOf>;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small' });
  senders = sendersOf(simulator.url);
});
afterAll(() => simulator.stop());

/** Asks until nothing is left of both AWS accounts' rates, while time, and so the refilling, stands still. */
async function empty(service: Service): Promise<void> {
  const first = OPERATIONS.find((one) => one.service === service)?.name ?? '';
  const burst = RATES[service.id]?.burst ?? 0;
  for (const who of ['management', 'member'] as const) {
    const ask = () => senders[who].refusal(service, first, {});
    const answers = await Promise.all(Array.from({ length: burst }, ask));
    expect(answers.filter((refused) => refused?.name === CODES[service.id])).toEqual([]);
  }
}

/** What there is; that it was asked for is in the event history all the same. */
function facts(): string {
  const { awsAccounts, organizations, identityCenters } = simulator.world.toData();
  return JSON.stringify({ awsAccounts, organizations, identityCenters });
}

describe.each(LIMITED)('of $id', (service) => {
  it('every operation is refused when the rate is used up, and changes nothing', async () => {
    simulator.reset();
    const caseOf = prepareCases(simulator.world);
    for (const who of ['management', 'member'] as const) {
      letTester(simulator.world, who, { Effect: 'Allow', Action: '*', Resource: '*' });
    }
    const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    try {
      await empty(service);
      const before = facts();
      const names = OPERATIONS.filter((one) => one.service === service);
      expect(names.map(({ name }) => name)).toEqual(service.operations.map(({ name }) => name));
      for (const { name, key } of names) {
        const { input, as = 'management' } = caseOf(key);
        const refused = await senders[as].refusal(service, name, input);
        expect(refused, name).toEqual({ name: CODES[service.id], status: 400, message: 'Rate exceeded' });
        expect(simulator.counters.of(service.id, name).throttled, name).toBe(1);
      }
      expect(facts()).toBe(before);
    } finally {
      now.mockRestore();
    }
  });
});

it('a rate that is used up leaves those of other families alone', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
  try {
    for (const service of LIMITED) {
      simulator.reset();
      prepareCases(simulator.world);
      await empty(service);
      for (const other of LIMITED.filter(({ id }) => RATES[id]?.family !== RATES[service.id]?.family)) {
        const name = other.operations[0]?.name ?? '';
        expect((await senders.management.refusal(other, name, {}))?.name).not.toBe(CODES[other.id]);
      }
    }
  } finally {
    now.mockRestore();
  }
});

it('the services without a rate are those that AWS publishes none for and that are cheap to call', () => {
  const free = SDK_SERVICES.filter((service) => !LIMITED.includes(service)).map(({ id }) => id);
  expect(free).toEqual(['sts', 'ssoportal', 'ssooidc']);
});
