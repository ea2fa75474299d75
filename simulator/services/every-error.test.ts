import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { OPERATIONS, prepareCases } from '../testing/operations/operation-cases.ts';
import { letTester } from '../testing/operations/prepared-world.ts';
import { sendersOf } from '../testing/operations/send-operation.ts';

/** What is always answered, whoever may ask: nothing in the input can be wrong but its form. */
const NEVER_REFUSED = [
  'sts:GetCallerIdentity',
  'iam:ListUsers',
  'iam:ListVirtualMFADevices',
  'iam:ListGroups',
  'iam:ListRoles',
  'iam:ListPolicies',
  'iam:ListAccountAliases',
  'iam:GetAccountSummary',
  'iam:UpdateAccountPasswordPolicy',
  'iam:GetAccountAuthorizationDetails',
  'iam:GenerateCredentialReport',
  'iam:ListSAMLProviders',
  'iam:ListOpenIDConnectProviders',
  'iam:DeleteOpenIDConnectProvider',
  'sso:ListInstances',
  'cloudtrail:DescribeTrails',
];

let simulator: Simulator;
let senders: ReturnType<typeof sendersOf>;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  senders = sendersOf(simulator.url);
});
afterAll(() => simulator.stop());

const ERRORS = OPERATIONS.flatMap(({ service, name, key }) =>
  (prepareCases()(key).errors ?? []).map(({ code }, index) => ({ service, name, key, code, index })),
);

it.each(ERRORS)('$key refuses by $code ($index)', async ({ service, name, key, index }) => {
  simulator.reset();
  const one = prepareCases(simulator.world)(key);
  const { code, message, status = 400, input, as = one.as ?? 'management', when } = one.errors?.[index] ?? {};
  letTester(simulator.world, as, { Effect: 'Allow', Action: '*', Resource: '*' });
  when?.(simulator.world);
  const refused = await senders[as].refusal(service, name, { ...one.input, ...input });
  const text = message instanceof RegExp ? expect.stringMatching(message) : message;
  expect(refused).toEqual({ name: code, status, message: text });
});

it('every operation has something that it refuses, but those that always answer', () => {
  const caseOf = prepareCases();
  const silent = OPERATIONS.filter(({ key }) => !caseOf(key).errors?.length).map(({ key }) => key);
  expect(silent.sort()).toEqual(NEVER_REFUSED.sort());
});
