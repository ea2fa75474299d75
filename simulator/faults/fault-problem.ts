import { SERVICES } from '../services/services.ts';
import type { FaultRule } from './fault-rules.ts';

type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'must be a text');
const switched: Check = (value) => (value === true ? undefined : 'must be true, or left out');

function whole(from: number, to = Number.MAX_SAFE_INTEGER): Check {
  const range = to === Number.MAX_SAFE_INTEGER ? `of at least ${from}` : `from ${from} to ${to}`;
  return (value) =>
    Number.isInteger(value) && Number(value) >= from && Number(value) <= to
      ? undefined
      : `must be a whole number ${range}`;
}

function numeric(to: number): Check {
  return (value) =>
    typeof value === 'number' && value >= 0 && value <= to ? undefined : `must be a number from 0 to ${to}`;
}

const ERROR_CHECKS: Readonly<Record<string, Check>> = { code: text, message: text, status: whole(400, 599) };

const EFFECTS: Readonly<Record<string, Check>> = {
  error: problemOfError,
  latencyMs: numeric(600_000),
  reset: switched,
  lostAnswer: switched,
  truncated: switched,
  failureReason: text,
  emptyPage: switched,
  pageSize: whole(1, 1000),
};

const CHECKS: Readonly<Record<keyof FaultRule, Check>> & Readonly<Record<string, Check>> = {
  ...(EFFECTS as Record<keyof FaultRule, Check>),
  operation: problemOfOperation,
  service: (value) => (SERVICES.some(({ id }) => id === value) ? undefined : `must be one of ${serviceIds()}`),
  awsAccountId: (value) => (/^\d{12}$/.test(String(value)) ? undefined : 'must be the twelve digits of an AWS account'),
  rate: numeric(1),
  nth: whole(1),
  times: whole(1),
};

/** What is wrong with a rule that somebody wrote. A mistyped one would never act and its test pass for nothing. */
export function faultProblem(body: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, value] of Object.entries(body)) {
    if (!Object.hasOwn(CHECKS, name)) return `a fault rule has no ${name}`;
    const problem = CHECKS[name]?.(value);
    if (problem) return `${name} ${problem}`;
  }
  const { service, operation } = body as FaultRule;
  if (service && operation && operationsNamed(operation).every((key) => !key.startsWith(`${service}:`))) {
    return `operation: ${service} has no ${operation}`;
  }
  const does = Object.keys(EFFECTS).some((name) => body[name] !== undefined);
  return does ? undefined : `a fault rule needs one of ${Object.keys(EFFECTS).join(', ')}`;
}

function problemOfError(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object with a code';
  if (!('code' in value)) return 'must have a code';
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(ERROR_CHECKS, name)) return `has no ${name}`;
    const problem = ERROR_CHECKS[name]?.(member);
    if (problem) return `has a wrong ${name}: it ${problem}`;
  }
  return undefined;
}

function problemOfOperation(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a text';
  return operationsNamed(value).length > 0 ? undefined : `must be one that is simulated, as iam:ListUsers or ListUsers`;
}

/** `service:Operation` of all operations that a rule's name means. */
function operationsNamed(name: string): string[] {
  const keys = SERVICES.flatMap(({ id, operations }) => operations.map((operation) => `${id}:${operation.name}`));
  return keys.filter((key) => key === name || key.endsWith(`:${name}`));
}

function serviceIds(): string {
  return SERVICES.map(({ id }) => id).join(', ');
}
