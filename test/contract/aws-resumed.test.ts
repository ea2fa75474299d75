import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { MANAGEMENT } from '../../simulator/worlds/demo/organization.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import { furtherReadActions } from '../../src/core/connectors/model/further-read-permissions.ts';
import type { Strategy } from '../../src/core/inventory/model/plan/decision.ts';
import type { ReadingHistory } from '../../src/core/inventory/ports.ts';
import {
  type CustomerRole,
  countingBudget,
  createCustomerRole,
  MemorySink,
  nothingKnown,
  startAws,
} from './aws-support.ts';

const concurrency = 2;
const reader = createAwsReader({ budget: countingBudget().budget, backOffMs: 50, concurrency });
let simulator: Simulator;
let role: CustomerRole;
beforeAll(async () => {
  simulator = await startAws('demo');
  role = await createCustomerRole(simulator, simulator.credentials.administrator, {
    awsAccountId: MANAGEMENT,
    identityCenterRegion: 'eu-north-1',
  });
  const Statement = [{ Effect: 'Allow', Action: furtherReadActions, Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await role.iam.send(new PutRolePolicyCommand({ RoleName: 'Countersign', PolicyName: 'Further', PolicyDocument }));
});
afterAll(() => simulator.stop());

/** A worker that is killed once it has finished so many parts; they are left to the one that goes on. */
class Worker extends MemorySink {
  readonly #parts: Map<string, string>;
  readonly #killedAt: number;
  constructor(parts: Map<string, string>, killedAt: number) {
    super();
    this.#parts = parts;
    this.#killedAt = killedAt;
  }
  override async part<T>(key: string, read: () => Promise<T>): Promise<T> {
    const before = this.#parts.get(key);
    if (before !== undefined) return JSON.parse(before);
    const result = await read();
    if (this.#parts.size >= this.#killedAt) throw new Error('killed');
    this.#parts.set(key, JSON.stringify(result ?? null));
    return result;
  }
}

/** One that reads by principal and lists, of the pairs in use, a part in turn. */
const historyOf = (rotation: Record<string, string>): ReadingHistory => {
  const pages = (strategy: Strategy) => (strategy === 'by-pair' ? 10_000 : 0);
  const strategies: Strategy[] = [
    'by-group',
    'by-user',
    'by-aws-account',
    'by-permission-set',
    'by-pair',
    'by-principal',
  ];
  const furtherPages = Object.fromEntries(strategies.map((each) => [each, pages(each)])) as Record<Strategy, number>;
  const counts = { awsAccounts: 1, permissionSets: 1, users: 1, groups: 1, pairs: 1, furtherPages };
  return { counts, deniedActions: [], rotation };
};

it('whoever goes on for a killed worker reads what is left, with the same turn and sample, and nothing twice but what was under way', async () => {
  const parts = new Map<string, string>();
  const callsOf = () =>
    Object.fromEntries(Object.entries(simulator.counters.toJSON()).map(([operation, { calls }]) => [operation, calls]));
  await reader.read(
    role.connection,
    { ...nothingKnown, history: historyOf({}) },
    new Worker(parts, Number.POSITIVE_INFINITY),
  );
  const whole = callsOf();
  const all = parts.size;

  simulator.counters.clear();
  parts.clear();
  const rotation: Record<string, string> = {};
  const shares = [0.1, 0.3, 0.5, 0.7, 0.9, 1];
  for (const share of shares) {
    const worker = new Worker(parts, share === 1 ? Number.POSITIVE_INFINITY : Math.floor(share * all));
    const reading = reader.read(role.connection, { ...nothingKnown, history: historyOf({ ...rotation }) }, worker);
    if (share === 1) await reading;
    else await expect(reading).rejects.toThrow('killed');
    Object.assign(rotation, worker.rotation);
  }
  const kills = shares.length - 1;
  expect(parts.size).toBe(all);
  for (const [operation, calls] of Object.entries(callsOf()))
    expect(calls, operation).toBeLessThanOrEqual((whole[operation] ?? 0) + kills * 2 * concurrency);
});
