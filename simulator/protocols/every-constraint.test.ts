import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Service } from '../services/service.ts';
import { type Simulator, startSimulator } from '../start.ts';
import type { OperationCase } from '../testing/operations/operation-case.ts';
import { OPERATIONS, prepareCases } from '../testing/operations/operation-cases.ts';
import { TESTERS } from '../testing/operations/prepared-world.ts';
import { Sender } from '../testing/operations/send-operation.ts';
import {
  limitOf,
  placed,
  requiredPaths,
  shapeAt,
  shownPath,
  type WrongValue,
  wrongValues,
} from '../testing/operations/violations.ts';
import { ServiceCodec } from './service-codec.ts';

/** The code of a violated constraint, where it is not ValidationException. */
const CODES: Readonly<Record<string, RegExp>> = {
  sts: /^ValidationError$/,
  iam: /^ValidationError$/,
  organizations: /^InvalidInputException$/,
  ssoportal: /^InvalidRequestException$/,
  ssooidc: /^InvalidRequestException$/,
  cloudtrail: /^(ValidationException|Invalid(MaxResults|LookupAttributes|EventCategory)Exception)$/,
};
/** Organizations tells a reason instead of the text (API reference, InvalidInputException). */
const REASONS: Readonly<Record<WrongValue['kind'], string>> = {
  REQUIRED: 'INPUT_REQUIRED',
  PATTERN: 'INVALID_PATTERN',
  MIN_LENGTH: 'MIN_LENGTH_EXCEEDED',
  MAX_LENGTH: 'MAX_LENGTH_EXCEEDED',
  MIN_VALUE: 'MIN_VALUE_EXCEEDED',
  MAX_VALUE: 'MAX_VALUE_EXCEEDED',
  ENUM: 'INVALID_ENUM',
};
/** A metadata document of more than ten million characters: the simulator takes bodies of two million bytes. */
const TOO_LONG_TO_SEND = ['iam:CreateSAMLProvider SAMLMetadataDocument', 'iam:UpdateSAMLProvider SAMLMetadataDocument'];

let simulator: Simulator;
let sender: Sender;
let caseOf: (key: string) => OperationCase;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  caseOf = prepareCases(simulator.world);
  sender = new Sender(simulator.url, TESTERS.management);
});
afterAll(() => simulator.stop());

type Wrong = WrongValue & { readonly path: string };

/** Everything that can be wrong with an operation's input, by AWS's model and the SDK's schema. */
function wrongInputs(service: Service, name: string): Wrong[] {
  const file = new URL(`./constraints/${service.model}.json`, import.meta.url);
  const limits = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  const shape = inputShape(service, name);
  const missing = requiredPaths(shape).map(
    (path): Wrong => ({ path, kind: 'REQUIRED', value: undefined, rule: 'not be null' }),
  );
  const broken = Object.entries(limits[name] ?? {}).flatMap(([path, text]) =>
    wrongValues(limitOf(text), shapeAt(shape, path)).map((one) => ({ ...one, path })),
  );
  return [...missing, ...broken];
}

function inputShape(service: Service, name: string) {
  const operation = new ServiceCodec(service).operation(name);
  if (!operation) throw new Error(`the SDK has no ${name}`);
  return operation.input;
}

const LIMITED = OPERATIONS.map((operation) => ({
  ...operation,
  wrong: wrongInputs(operation.service, operation.name).filter(
    ({ path, kind }) => kind !== 'MAX_LENGTH' || !TOO_LONG_TO_SEND.includes(`${operation.key} ${path}`),
  ),
})).filter(({ wrong }) => wrong.length > 0);

it.each(LIMITED)('$key refuses every input that AWS’s model excludes', async ({ service, name, key, wrong }) => {
  const shape = inputShape(service, name);
  for (const { path, kind, value, rule } of wrong) {
    const what = `${path} ${kind}`;
    const input = placed(shape, caseOf(key).input, path, value);
    const answer = await sender.send(service, name, input).catch((error: unknown) => error);
    expect(answer, what).toBeInstanceOf(Error);
    const refused = answer as Error & { Code?: string; Reason?: string };
    expect(refused.Code ?? refused.name, what).toMatch(CODES[service.id] ?? /^ValidationException$/);
    if (service.id === 'organizations') {
      expect(refused.Reason, what).toBe(REASONS[kind]);
    } else {
      const shown = value === undefined ? 'null' : `'${typeof value === 'object' ? '[...]' : value}'`;
      const text = `Value ${shown} at '${shownPath(path)}' failed to satisfy constraint: Member must ${rule}`;
      expect(refused.message, what).toMatch(/^\d+ validation errors? detected: Value /);
      expect(refused.message.includes(text), `${what}: ${refused.message.slice(0, 500)}`).toBe(true);
    }
  }
});

it('the model limits the inputs of nearly all operations, in more than a thousand ways', () => {
  const free = OPERATIONS.filter(({ key }) => !LIMITED.some((one) => one.key === key)).map(({ key }) => key);
  expect(free.sort()).toEqual([
    'cloudtrail:DescribeTrails',
    'iam:DeleteAccountPasswordPolicy',
    'iam:GenerateCredentialReport',
    'iam:GetAccountPasswordPolicy',
    'iam:GetAccountSummary',
    'iam:GetCredentialReport',
    'iam:ListOpenIDConnectProviders',
    'iam:ListSAMLProviders',
    'organizations:DescribeOrganization',
    'sts:GetCallerIdentity',
  ]);
  expect(LIMITED.flatMap(({ wrong }) => wrong).length).toBeGreaterThan(1_000);
});
