import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ANONYMOUS, authenticate } from './auth/authenticate.ts';
import { authorizeCall } from './auth/authorize-call.ts';
import { recordUse } from './auth/record-use.ts';
import type { SignedRequest } from './auth/sigv4.ts';
import { lookBehind, settleInTime } from './consistency/look-behind.ts';
import { atPresent } from './consistency/read-lag.ts';
import { AwsError, commonError } from './protocols/aws-error.ts';
import type { Route, Router } from './protocols/routing.ts';
import { type Answer, type Codec, type KnownOperation, xmlError } from './protocols/service-codec.ts';
import { Call, type CallParts } from './services/call.ts';
import { recorded, recordRefusal } from './services/cloudtrail/record-call.ts';
import type { Operation, Service } from './services/service.ts';
import { settle } from './services/settle.ts';
import type { Simulation } from './simulation.ts';
import type { World } from './state/world.ts';

/** `isTruncated`: half of the body goes out, then the connection is cut. */
export type Outcome = (Answer & { readonly requestId: string; readonly isTruncated?: boolean }) | 'reset';

/** One request from its bytes to its answer: who asks, what befalls it, may they, what comes of it. */
export async function dispatch(simulation: Simulation, router: Router, request: SignedRequest): Promise<Outcome> {
  const requestId = randomUUID();
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
  route: Route,
  request: SignedRequest,
  requestId: string,
): Promise<(Answer & { readonly isTruncated?: boolean }) | 'reset'> {
  const { codec } = route;
  const { service } = codec;
  const { world } = simulation;
  settleInTime(simulation);
  const { caller, ...credentials } = service.isUnsigned
    ? ANONYMOUS
    : authenticate(world, request, service.signingName, service.protocol);
  const operation = findOperation(codec, route.operationName);
  const { actionPrefix } = service;
  simulation.change(
    () => ({ kind: 'use', ...credentials, actionPrefix }),
    () => recordUse(world, caller, actionPrefix, credentials.region),
  );
  const count = simulation.counters.of(service.id, operation.name);
  count.calls += 1;
  const { accessKeyId, region } = credentials;
  const userAgent = request.headers['user-agent'] ?? '';
  const traced = { service, operation, caller, accessKeyId, region, requestId, userAgent, input: undefined };
  let isAdmitted = false;
  try {
    const fault = simulation.faults.strike(service.id, operation.name, caller.awsAccountId);
    if (fault?.latencyMs) await sleep(fault.latencyMs);
    if (fault?.reset) return 'reset';
    if (fault?.error) throw fault.error;
    if (!simulation.buckets.take(service.id, caller.awsAccountId, credentials.region)) {
      count.throttled += 1;
      throw service.throttled?.() ?? commonError(service.protocol, 'throttled', 'Rate exceeded');
    }
    const input = codec.readInput(operation, route.body);
    const pageFault = { isEmpty: fault?.emptyPage ?? false, ...(fault?.pageSize ? { size: fault.pageSize } : {}) };
    const settings = { ...simulation.settings, ...(fault?.failureReason && { failureReason: fault.failureReason }) };
    const present = { world, caller, region: credentials.region, settings, pageFault, requestId };
    const { replica, parts } = lookBehind(simulation, service, operation.handler, present, credentials, input);
    const asked = { service: service.id, operation: operation.name, input, settings: parts.settings };
    isAdmitted = true;
    const answer = simulation.change(
      () => ({ kind: 'call', ...credentials, ...asked, requestId, userAgent }),
      () => recorded(world, { ...traced, input }, () => carryOut(service, operation.handler, parts, input, replica)),
    );
    const output = codec.writeOutput(operation, answer, requestId);
    if (fault?.lostAnswer) return 'reset';
    return fault?.truncated ? { ...output, isTruncated: true } : output;
  } catch (error) {
    count.failed += 1;
    if (!isAdmitted && error instanceof AwsError) {
      const { code, message } = error;
      const asked = { service: service.id, operation: operation.name, requestId, userAgent };
      simulation.change(
        () => ({ kind: 'refusal', ...credentials, ...asked, code, message }),
        () => recordRefusal(world, traced, error),
      );
    }
    throw error;
  }
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
