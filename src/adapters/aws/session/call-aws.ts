import { setTimeout as sleep } from 'node:timers/promises';
import type { ScopeFailure } from '../../../core/inventory/model/scope.ts';
import { AwsUnreachable } from '../../../core/inventory/ports.ts';
import type { RateBudget, RateKey, RatePriority } from '../../../core/shared/ports.ts';
import { type AwsError, readAwsError } from './aws-error.ts';
import { accessProblem, isAccessProblem } from './connection-problem.ts';
import { unlessAborted } from './unless-aborted.ts';
import { requireWholeAnswer } from './whole-answer.ts';

/** AWS answered, and the answer is that this one thing cannot be read; everything else goes on. */
export class CallRefused extends Error {
  readonly error: AwsError;
  readonly failure: ScopeFailure;
  constructor(error: AwsError, failure: ScopeFailure) {
    super(failure.message);
    this.name = 'CallRefused';
    this.error = error;
    this.failure = failure;
  }
}

export interface CallOptions {
  budget: RateBudget;
  /** The AWS account that owns the credentials: AWS counts its limits there. */
  awsAccountId: string;
  regionOf(family: RateKey['family']): string;
  signal: AbortSignal;
  called(operation: string, outcome: 'ok' | 'throttled' | 'failed'): void;
  retrying(message: string): void;
  /** First pause after a throttle; it doubles, with jitter, up to 20 s. */
  backOffMs: number;
  /** Times AWS's rates: pauses after a throttle, and after nothing else, are as much shorter. Default 1. */
  rateScale?: number | undefined;
  /** How often a call is made at most, by what went wrong; a write is made once, its caller decides what follows. */
  maxTries?: Tries;
  /** After so many refusals without one success an operation is not asked again. Default 10; what each call asks may differ. */
  refusalsUntilGivenUp?: number;
  /** Whose share of the rate it comes from; reading when absent. */
  priority?: RatePriority;
}
type Tries = Record<'throttled' | 'unreachable' | 'server', number>;

/** One AWS call: `operation` is its IAM action, e.g. `iam:GetGroup`; `send` is tried again by rules, one token each. */
export type CallAws = <Output>(operation: string, send: (signal: AbortSignal) => Promise<Output>) => Promise<Output>;

/** Of ten thousand calls of which three in ten are throttled and one in twenty is cut off, fewer than one in a hundred misses its answer. */
const readTries: Tries = { throttled: 12, unreachable: 6, server: 4 };
/** So many refusals without one success mean that the role lacks the action: the rest is not asked (SYN-2). */
const mostRefusals = 10;

/**
 * The SDK's own retries are off, so that each attempt takes a token of the budget and is counted (SYN-3).
 * Throws CallRefused for what concerns this call only, AwsUnreachable when nothing more can be read.
 */
export function createCallAws(options: CallOptions): CallAws {
  const refusals = new Map<string, number>();
  const maxTries = options.maxTries ?? readTries;
  const refusalsUntilGivenUp = options.refusalsUntilGivenUp ?? mostRefusals;
  return async (operation, send) => {
    if ((refusals.get(operation) ?? 0) >= refusalsUntilGivenUp) throw notAskedAgain(operation, refusalsUntilGivenUp);
    // Each kind is counted by itself: a cut connection after three throttles is the first one.
    const tried: Tries = { throttled: 0, unreachable: 0, server: 0 };
    for (;;) {
      try {
        const output = await attempt(options, operation, send);
        // Never given up once it has worked: what is refused then depends on the resource.
        refusals.set(operation, Number.NEGATIVE_INFINITY);
        return output;
      } catch (thrown) {
        const error = await judge(options, operation, thrown, tried);
        if (error.kind === 'denied') refusals.set(operation, (refusals.get(operation) ?? 0) + 1);
        if (error.kind !== 'throttled' && error.kind !== 'unreachable' && error.kind !== 'server') {
          throw refused(operation, error);
        }
        if (tried[error.kind] >= maxTries[error.kind]) {
          throw error.kind === 'unreachable' ? accessProblem(error) : refused(operation, error);
        }
        await pause(options, error, tried[error.kind]);
      }
    }
  };
}

async function attempt<Output>(
  options: CallOptions,
  operation: string,
  send: (signal: AbortSignal) => Promise<Output>,
) {
  await unlessAborted(options.signal, options.budget.take(keyOf(options, operation), 1, options.priority));
  const output = await send(options.signal);
  requireWholeAnswer(operation, output);
  options.called(operation, 'ok');
  return output;
}

/** Reports the outcome, and throws when the run cannot go on. */
async function judge(options: CallOptions, operation: string, thrown: unknown, tried: Tries): Promise<AwsError> {
  // Thrown by the session when the role cannot be assumed any more: the connector's own, or one of another AWS account.
  if (thrown instanceof AwsUnreachable || thrown instanceof CallRefused) throw thrown;
  const error = readAwsError(thrown);
  if (error.kind === 'aborted') throw accessProblem(error);
  options.called(operation, error.kind === 'throttled' ? 'throttled' : 'failed');
  const again = (kind: keyof Tries) => {
    tried[kind] += 1;
    return `try ${tried[kind]} of ${(options.maxTries ?? readTries)[kind]}`;
  };
  if (error.kind === 'throttled') {
    await options.budget.throttled(keyOf(options, operation));
    options.retrying(`${operation}: AWS says "${error.message}", ${again('throttled')}`);
  } else if (error.kind === 'unreachable' || error.kind === 'server') {
    options.retrying(`${operation}: ${error.code}, ${again(error.kind)}`);
  } else if (isAccessProblem(error)) {
    throw accessProblem(error);
  }
  return error;
}

async function pause(options: CallOptions, error: AwsError, tries: number) {
  const scale = error.kind === 'throttled' ? (options.rateScale ?? 1) : 1;
  const backOffMs = Math.min(20_000, options.backOffMs * 2 ** (tries - 1)) / scale;
  const jitteredMs = backOffMs * (0.5 + Math.random() / 2);
  await unlessAborted(options.signal, sleep(error.retryAfterMs ?? jitteredMs, undefined, { signal: options.signal }));
}

function keyOf(options: CallOptions, operation: string): RateKey {
  const service = operation.slice(0, operation.indexOf(':'));
  // Identity Center and its directory share one limit of 20 calls a second.
  const family = service === 'sso' || service === 'identitystore' ? 'identity-center' : (service as RateKey['family']);
  return { awsAccountId: options.awsAccountId, region: options.regionOf(family), family };
}

function refused(operation: string, error: AwsError): CallRefused {
  const reason =
    error.kind === 'denied'
      ? 'denied'
      : error.kind === 'throttled'
        ? 'throttled'
        : error.kind === 'server'
          ? 'unavailable'
          : 'invalid';
  const action = reason === 'denied' ? { action: error.action ?? operation } : {};
  return new CallRefused(error, { reason, ...action, message: error.message });
}

function notAskedAgain(operation: string, times: number): CallRefused {
  const message = `AWS refused ${operation} ${times} times in this run, so it was not asked again.`;
  return new CallRefused(
    { kind: 'denied', code: 'NotAskedAgain', message, action: operation },
    { reason: 'not-attempted', action: operation, message },
  );
}
