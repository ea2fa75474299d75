import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ProtocolKind } from '../protocols/aws-error.ts';
import { type Simulator, startSimulator } from '../start.ts';
import type { OperationCase } from '../testing/operations/operation-case.ts';
import { OPERATIONS, prepareCases } from '../testing/operations/operation-cases.ts';
import { letTester, TESTERS } from '../testing/operations/prepared-world.ts';
import { sendersOf } from '../testing/operations/send-operation.ts';

const DENIED: Readonly<Partial<Record<ProtocolKind, { name: string; status: number }>>> = {
  query: { name: 'AccessDenied', status: 403 },
  json: { name: 'AccessDeniedException', status: 400 },
};
const ELSEWHERE = 'arn:aws:iam::111111111111:user/somebody-else';
const SIGNED = OPERATIONS.filter(({ service }) => !service.isUnsigned);

let simulator: Simulator;
let senders: ReturnType<typeof sendersOf>;
let caseOf: (key: string) => OperationCase;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  senders = sendersOf(simulator.url);
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
  return senders[as].refusal(service, name, input);
}
const allow = (Action: string, Resource: string | readonly string[] = '*') => ({
  Effect: 'Allow',
  Action,
  Resource,
});

const CHECKED = SIGNED.map((operation) => {
  const { as = 'management', action, resources } = prepareCases()(operation.key);
  return { ...operation, as, action: action ?? `${operation.service.actionPrefix}:${operation.name}`, resources };
});
const FREE = CHECKED.filter(({ action }) => action === false);
const GUARDED = CHECKED.flatMap((one) => (one.action === false ? [] : [{ ...one, action: one.action }]));
const SCOPED = GUARDED.flatMap((one) => (one.resources ? [{ ...one, resources: one.resources }] : []));

it.each(FREE)('$key needs no permission, even when denied all', async (operation) => {
  expect(await ask(operation)).toBeUndefined();
  expect(await ask(operation, { Effect: 'Deny', Action: '*', Resource: '*' })).toBeUndefined();
});

it.each(GUARDED)('$key is refused without policy, and to who may do everything else', async (operation) => {
  const { service, as, action } = operation;
  const { awsAccountId } = TESTERS[as];
  const text = `User: arn:aws:iam::${awsAccountId}:user/tester is not authorized to perform: ${action} on resource: `;
  const others = { Effect: 'Allow', NotAction: action, Resource: '*' };
  for (const statements of [[], [others], [allow(action, ELSEWHERE)]]) {
    const refused = await ask(operation, ...statements);
    expect(refused).toMatchObject(DENIED[service.protocol] ?? {});
    expect(refused?.message.slice(0, text.length)).toBe(text);
  }
});

it.each(GUARDED)('$key is answered to who may do that on its resources and nothing else', async (operation) => {
  expect(await ask(operation, allow(operation.action, operation.resources))).toBeUndefined();
});

it.each(SCOPED)('$key is refused when one of its resources is not allowed', async (operation) => {
  const { service, action, resources } = operation;
  for (const missing of resources) {
    const left = resources.filter((arn) => arn !== missing);
    const refused = await ask(operation, allow(action, [ELSEWHERE, ...left]));
    expect(refused).toMatchObject(DENIED[service.protocol] ?? {});
  }
});

it('what is checked on a resource has that resource in its case', () => {
  const named = SIGNED.filter(({ key }) => caseOf(key).resources && !caseOf(key).action).map(({ key }) => key);
  const checked = SIGNED.filter(({ service, name }) => service.operations.find((one) => one.name === name)?.resources);
  expect(named).toEqual(checked.map(({ key }) => key));
});

it('only the identity of the caller is told without permission', () => {
  expect(FREE.map(({ key }) => key)).toEqual(['sts:GetCallerIdentity']);
});
