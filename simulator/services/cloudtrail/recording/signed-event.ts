import { serviceRegion } from '../../../auth/record-use.ts';
import type { ReadCall, TrailEvent } from '../../../state/cloudtrail/trail-event.ts';
import type { World } from '../../../state/world.ts';
import { eventError } from './error-code.ts';
import { publishedMembers } from './parameters.ts';
import { publishedScim } from './scim-parameters.ts';
import { readEventId } from './seeded.ts';
import type { Outcome, TracedCall } from './traced-call.ts';
import { callerIdentity } from './user-identity.ts';

const READ = /^(List|Describe|Get|Lookup|IsMember|Generate|ServiceProviderConfig)/;
/** Reading, says AWS, though it gives credentials: who came in is worth as much as what was changed. */
const ENTRANCE = 'AssumeRole';
const LONGEST_KEPT = 2_000;

/** Whether a call only looked: it changed nothing and gave no credentials. */
export function onlyReads({ operation }: TracedCall): boolean {
  return READ.test(operation.name);
}

/** The AWS account whose role a call entered, if it did. */
export function enteredAccountId({ operation, input }: TracedCall, { error }: Outcome): string | undefined {
  return operation.name === ENTRANCE && !error ? roleArnOf(input)?.split(':')[4] : undefined;
}

/** What the caller's AWS account keeps of a signed call. */
export function signedEvent(call: TracedCall, at: number, outcome: Outcome): Omit<TrailEvent, 'eventId'> {
  const { service, operation, caller, requestId, userAgent } = call;
  const ARN = roleArnOf(call.input) ?? '';
  const accountId = enteredAccountId(call, outcome);
  return {
    at,
    awsAccountId: caller.awsAccountId,
    region: serviceRegion(service.actionPrefix, call.region),
    eventSource: service.eventSource,
    eventName: operation.name,
    eventType: 'AwsApiCall',
    readOnly: onlyReads(call) || operation.name === ENTRANCE,
    requestId,
    userAgent,
    userIdentity: callerIdentity(caller, call.accessKeyId, at),
    ...(outcome.error && { error: eventError(service, outcome.error) }),
    ...parameters(call, onlyReads(call) ? undefined : outcome.output),
    ...(accountId && { resources: [{ accountId, type: 'AWS::IAM::Role', ARN }] }),
  };
}

function parameters({ service, operation, input }: TracedCall, output: object | undefined) {
  if (service.protocol === 'scim') {
    const { body } = (output ?? {}) as { body?: object };
    return { requestParameters: publishedScim(input), responseElements: publishedScim(body) };
  }
  return {
    requestParameters: publishedMembers(operation.input, input, service.eventSource),
    responseElements: publishedMembers(operation.output, output, service.eventSource),
  };
}

function roleArnOf(input: Record<string, unknown> | undefined): string | undefined {
  return typeof input?.RoleArn === 'string' ? input.RoleArn : undefined;
}

/** What is left of a signed call that only read: about two thousand bytes, and no work before somebody asks. */
export class SignedRead implements ReadCall {
  readonly at: number;
  readonly readOnly = true;
  readonly #world: World;
  readonly #call: TracedCall;
  readonly #error: TrailEvent['error'];

  constructor(world: World, call: TracedCall, at: number, { error }: Outcome) {
    this.at = at;
    this.#world = world;
    this.#call = isShort(call.input) ? call : { ...call, input: undefined };
    // Not the error itself, which would hold on to where it was thrown.
    this.#error = error && { code: error.code, message: error.message };
  }

  get eventId(): string {
    return readEventId(this.#world, this.requestId);
  }

  get userIdentity(): TrailEvent['userIdentity'] {
    return callerIdentity(this.#call.caller, this.#call.accessKeyId, this.at);
  }

  get awsAccountId(): string {
    return this.#call.caller.awsAccountId;
  }

  get region(): string {
    return serviceRegion(this.#call.service.actionPrefix, this.#call.region);
  }

  get requestId(): string {
    return this.#call.requestId;
  }

  get eventSource(): string {
    return this.#call.service.eventSource;
  }

  get eventName(): string {
    return this.#call.operation.name;
  }

  write(): TrailEvent {
    const event = signedEvent(this.#call, this.at, this.#error ? { error: this.#error } : {});
    return { ...event, eventId: this.eventId };
  }
}

/** Constraints keep inputs short, but for page tokens that nobody ever made. */
function isShort(input: Record<string, unknown> | undefined): boolean {
  for (const name in input) {
    const value = input[name];
    if (typeof value === 'string' && value.length > LONGEST_KEPT) return false;
  }
  return true;
}
