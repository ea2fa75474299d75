import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { ASYNCHRONOUS, valueAt } from '../testing/operations/asynchronous.ts';
import { OPERATIONS, prepareCases } from '../testing/operations/operation-cases.ts';
import { letTester, TESTERS } from '../testing/operations/prepared-world.ts';
import { Sender } from '../testing/operations/send-operation.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
});
afterAll(() => simulator.stop());
// Time stands still but for what a test moves it on by.
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }));
afterEach(() => vi.useRealTimers());

it.each(ASYNCHRONOUS)('$key is answered at once and done later', async (one) => {
  const { key, as = 'management', seconds, status, state, during, after } = one;
  simulator.reset();
  const { input } = prepareCases(simulator.world)(key);
  letTester(simulator.world, as, { Effect: 'Allow', Action: '*', Resource: '*' });
  const operation = OPERATIONS.find((each) => each.key === key);
  if (!operation) throw new Error(`there is no ${key}`);
  const sender = new Sender(simulator.url, TESTERS[as]);
  const first = (await sender.send(operation.service, operation.name, input)) as Record<string, unknown>;
  const [name, inputOf] = status;
  const hear = async () => valueAt(await sender.send(operation.service, name, inputOf(first)), state);
  expect(await hear()).toBe(during);
  simulator.world.clock.advance(seconds[0] * 1000 - 1);
  expect(await hear()).toBe(during);
  simulator.world.clock.advance((seconds[1] - seconds[0]) * 1000 + 1);
  expect(await hear()).toBe(after);
});

it('whatever else an operation does is done when it is answered: nothing is left for later', async () => {
  const caseOf = (key: string) => prepareCases(simulator.world)(key);
  for (const { service, name, key } of OPERATIONS.filter((one) => !ASYNCHRONOUS.some((each) => each.key === one.key))) {
    simulator.reset();
    const { input, as = 'management' } = caseOf(key);
    letTester(simulator.world, as, { Effect: 'Allow', Action: '*', Resource: '*' });
    await new Sender(simulator.url, TESTERS[as]).send(service, name, input);
    const waiting = [
      ...simulator.world.identityCenters.flatMap(({ pending }) => [...pending]),
      ...simulator.world.organizations.flatMap(({ requests }) => requests.all()),
    ].filter((request) => ('status' in request ? request.status : request.state) === 'IN_PROGRESS');
    expect(waiting, key).toEqual([]);
  }
});
