import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ANONYMOUS, authenticate } from './auth/authenticate.ts';
import { authorizeCall } from './auth/authorize-call.ts';
import { recordUse } from './auth/record-use.ts';
import type { SignedRequest } from './auth/sigv4.ts';
import { lookBehind, settleInTime } from './consistency/look-behind.ts';
import { atPresent } from './consistency/read-lag.ts';
import type { Fault } from './faults/fault-rules.ts';
import { AwsError, commonError } from './protocols/aws-error.ts';
import type { Route, Router } from './protocols/routing.ts';
import {
  type Answer,
  type Codec,
  type KnownOperation,
  type OperationBody,
  xmlError,
} from './protocols/service-codec.ts';
import { Call, type CallParts } from './services/call.ts';
import { recorded, recordRefusal } from './services/cloudtrail/recording/record-call.ts';
import type { TracedCall } from './services/cloudtrail/recording/traced-call.ts';
import type { Operation, Service } from './services/service.ts';
import { settle } from './services/settle.ts';
import type { Credentials, Simulation } from './simulation.ts';
import type { World } from './state/world.ts';

/** `isTruncated`: half of the body goes out, then the connection is cut. */
export type Outcome = (Answer & { readonly requestId: string; readonly isTruncated?: boolean }) | 'reset';

/** One request from its bytes to its answer: who asks, what befalls it, may they, what comes of it. */
export async function dispatch(simulation: Simulation, router: Router, request: SignedRequest): Promise<Outcome> {
  const requestId = simulation.requestIds.uuid();
  const route = router.route(request.method, request.url, request.headers, request.body);
  if (!route) {
    const error = new AwsError('UnknownOperationException', 'The request names no service of this simulator.', 404);
    return { ...xmlError(error, requestId), requestId };
  }
  try {
    const answer = await answerCall(simulation, route, request, requestId);
    return answer === 'reset' ? answer : { ...answer, requestId };
  } catch (error) {
    return { ...route.codec.writeError(asAwsError(error, route.codec), requestId), requestId };
  }
}

/** What is longer than anybody reads is refused without being read. */
export function refuseTooLarge(router: Router, { method, url, headers, body }: SignedRequest): Outcome {
  const requestId = randomUUID();
  const error = new AwsError('RequestEntityTooLargeException', 'The request is too long.', 413);
  const codec = router.route(method, url, headers, body)?.codec;
  return { ...(codec?.writeError(error, requestId) ?? xmlError(error, requestId)), requestId };
}

async function answerCall(
  simulation: Simulation,
  { codec, operationName, body }: Route,
  request: SignedRequest,
  requestId: string,
): Promise<(Answer & { readonly isTruncated?: boolean }) | 'reset'> {
  const { service } = codec;
  const { world } = simulation;
  settleInTime(simulation);
  const { caller, ...credentials } = service.isUnsigned
    ? ANONYMOUS
    : authenticate(world, request, service.signingName, service.protocol);
  const { accessKeyId, region } = credentials;
  const operation = findOperation(codec, operationName);
  const { actionPrefix } = service;
  simulation.change(
    () => ({ kind: 'use', ...credentials, actionPrefix }),
    () => recordUse(world, caller, actionPrefix, region),
  );
  const { counters } = simulation;
  counters.add('calls', service.id, operation.name, caller.awsAccountId);
  try {
    const fault = simulation.faults.strike(service.id, operation.name, caller.awsAccountId);
    if (fault?.latencyMs) await sleep(fault.latencyMs);
    if (fault?.reset) return 'reset';
    const userAgent = request.headers['user-agent'] ?? '';
    const traced = { service, operation, caller, accessKeyId, region, requestId, userAgent, input: undefined };
    const call = { simulation, world, codec, operation, credentials, traced };
    const answer = perform(call, admit(call, body, fault), fault);
    const output = codec.writeOutput(operation, answer, requestId);
    if (fault?.lostAnswer) return 'reset';
    return fault?.truncated ? { ...output, isTruncated: true } : output;
  } catch (error) {
    counters.add('failed', service.id, operation.name, caller.awsAccountId);
    throw error;
  }
}

/** A call on its way, its caller and operation known. */
interface KnownCall {
  readonly simulation: Simulation;
  /** As it was when the call came: a reset may have made another one since. */
  readonly world: World;
  readonly codec: Codec;
  readonly operation: KnownOperation & { handler: Operation };
  readonly credentials: Credentials;
  readonly traced: TracedCall;
}

/** What is asked, unless a fault, the rate or the input itself speaks against it; that too leaves an event. */
function admit(call: KnownCall, body: OperationBody, fault: Fault | undefined): Record<string, unknown> {
  const { simulation, world, codec, operation, credentials, traced } = call;
  const { service, caller, requestId, userAgent } = traced;
  try {
    if (fault?.error) throw fault.error;
    if (!simulation.buckets.take(service.id, caller.awsAccountId, credentials.region)) {
      simulation.counters.add('throttled', service.id, operation.name, caller.awsAccountId);
      throw service.throttled?.() ?? commonError(service.protocol, 'throttled', 'Rate exceeded');
    }
    return codec.readInput(operation, body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message } = error;
    const refused = { service: service.id, operation: operation.name, requestId, userAgent, code, message };
    simulation.change(
      () => ({ kind: 'refusal', ...credentials, ...refused }),
      () => recordRefusal(world, traced, error),
    );
    throw error;
  }
}

/** Does what is asked, and tells journal and history. */
function perform(call: KnownCall, input: Record<string, unknown>, fault: Fault | undefined): object | undefined {
  const { simulation, world, operation, credentials, traced } = call;
  const { service, caller, requestId, userAgent } = traced;
  const pageFault = { isEmpty: fault?.emptyPage ?? false, ...(fault?.pageSize ? { size: fault.pageSize } : {}) };
  const settings = { ...simulation.settings, ...(fault?.failureReason && { failureReason: fault.failureReason }) };
  const present = { world, caller, region: credentials.region, settings, pageFault, requestId };
  const { replica, parts } = lookBehind(simulation, service, operation.handler, present, credentials, input);
  const asked = { service: service.id, operation: operation.name, input, settings: parts.settings };
  return simulation.change(
    () => ({ kind: 'call', ...credentials, ...asked, requestId, userAgent }),
    () => recorded(world, { ...traced, input }, () => carryOut(service, operation.handler, parts, input, replica)),
  );
}

/**
 * The call itself: what is due happens, the caller's policies are asked, the handler answers, where reads lag out of the
 * world as it was. Nothing waits in it.
 */
export function carryOut(
  service: Service,
  handler: Operation,
  parts: Omit<CallParts, 'service' | 'operation'>,
  input: Record<string, unknown>,
  replica?: World,
): object | undefined {
  const call = new Call({ ...parts, service, operation: handler.name }, input);
  settle(parts.world);
  authorizeCall(service, call, handler, input);
  if (!replica) return handler.handle(call, input);
  const behind = new Call({ ...parts, world: replica, service, operation: handler.name }, input);
  return atPresent(replica, parts.world, () => handler.handle(behind, input));
}

export function findOperation(codec: Codec, operationName: string): KnownOperation & { handler: Operation } {
  const { protocol, wireName, id } = codec.service;
  const operation = codec.operation(operationName);
  if (!operation) {
    const text = protocol === 'query' ? `Could not find operation ${operationName} for version ${wireName}` : '';
    throw commonError(protocol, 'unknownOperation', text);
  }
  const { handler } = operation;
  if (!handler) throw commonError(protocol, 'notSimulated', `${id}:${operationName} is not simulated`);
  return { ...operation, handler };
}

function asAwsError(error: unknown, codec: Codec): AwsError {
  if (error instanceof AwsError) return error;
  console.error(error);
  return commonError(codec.service.protocol, 'internal', 'The simulator failed; its log says why.');
}
