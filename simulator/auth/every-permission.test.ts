import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProtocolKind } from '../protocols/aws-error.ts';
import { type Simulator, startSimulator } from '../start.ts';
import type { OperationCase } from '../testing/operations/operation-case.ts';
import { OPERATIONS, prepareCases } from '../testing/operations/operation-cases.ts';
import { letTester, TESTERS } from '../testing/operations/prepared-world.ts';
import { Sender } from '../testing/operations/send-operation.ts';

const DENIED: Readonly<Partial<Record<ProtocolKind, { name: string; status: number }>>> = {
  query: { name: 'AccessDenied', status: 403 },
  json: { name: 'AccessDeniedException', status: 400 },
};
const ELSEWHERE = 'arn:aws:iam::111111111111:user/somebody-else';
const SIGNED = OPERATIONS.filter(({ service }) => !service.isUnsigned);

let simulator: Simulator;
let senders: Record<string, Sender>;
let caseOf: (key: string) => OperationCase;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  senders = Object.fromEntries(
    Object.entries(TESTERS).map(([who, keys]) => [who, new Sender(simulator.url, keys)] as const),
  );
});
afterAll(() => simulator.stop());
beforeEach(() => {
  simulator.reset();
  caseOf = prepareCases(simulator.world);
});

/** What the tester hears who is allowed just that. */
function ask({ service, name, key }: (typeof OPERATIONS)[number], ...statements: object[]) {
  const { input, as = 'management' } = caseOf(key);
  letTester(simulator.world, as, ...statements);
  return senders[as]?.refusal(service, name, input);
}
const allow = (Action: string | string[], Resource: string | readonly string[] = '*') => ({
  Effect: 'Allow',
  Action,
  Resource,
});

describe.each(SIGNED)('$key', (operation) => {
  const { service, name, key } = operation;
  const { as = 'management', action = `${service.actionPrefix}:${name}`, resources } = prepareCases()(key);

  it.runIf(action === false)('needs no permission, even when denied all', async () => {
    expect(await ask(operation)).toBeUndefined();
    expect(await ask(operation, { Effect: 'Deny', Action: '*', Resource: '*' })).toBeUndefined();
  });

  it.runIf(action)('is refused to a caller without policy, and to one who may do everything else', async () => {
    const { awsAccountId } = TESTERS[as];
    const text = `User: arn:aws:iam::${awsAccountId}:user/tester is not authorized to perform: ${action} on resource: `;
    const others = { Effect: 'Allow', NotAction: action, Resource: '*' };
    for (const statements of [[], [others], [allow(String(action), ELSEWHERE)]]) {
      const refused = await ask(operation, ...statements);
      expect(refused).toMatchObject(DENIED[service.protocol] ?? {});
      expect(refused?.message.slice(0, text.length)).toBe(text);
    }
  });

  it.runIf(action)('is answered to a caller who may do that on its resources and nothing else', async () => {
    expect(await ask(operation, allow(String(action), resources ?? '*'))).toBeUndefined();
  });

  it.runIf(action && resources)('is refused when one of its resources is not allowed', async () => {
    for (const missing of resources ?? []) {
      const left = resources?.filter((arn) => arn !== missing) ?? [];
      const refused = await ask(operation, allow(String(action), [ELSEWHERE, ...left]));
      expect(refused).toMatchObject(DENIED[service.protocol] ?? {});
    }
  });
});

it('what is checked on a resource has that resource in its case', () => {
  const named = SIGNED.filter(({ key }) => caseOf(key).resources && !caseOf(key).action).map(({ key }) => key);
  const checked = SIGNED.filter(({ service, name }) => service.operations.find((one) => one.name === name)?.resources);
  expect(named).toEqual(checked.map(({ key }) => key));
});

it('only the identity of the caller is told without permission', () => {
  const free = SIGNED.filter(({ key }) => caseOf(key).action === false).map(({ key }) => key);
  expect(free).toEqual(['sts:GetCallerIdentity']);
});
