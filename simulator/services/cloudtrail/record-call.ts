import { serviceRegion } from '../../auth/record-use.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { ReadCall, TrailEvent } from '../../state/cloudtrail/trail-event.ts';
import type { World } from '../../state/world.ts';
import { eventError } from './error-code.ts';
import { publishedMembers } from './parameters.ts';
import { personBehind, recordPersonCall } from './record-person.ts';
import { readEventId } from './seeded.ts';
import type { Outcome, TracedCall } from './traced-call.ts';
import { callerIdentity, foreignIdentity } from './user-identity.ts';

const READ = /^(List|Describe|Get|Lookup|IsMember|Generate)/;
/** Reading, says AWS, though they give credentials: who came in is worth as much as what was changed. */
const ENTRANCE = 'AssumeRole';
const LONGEST_KEPT = 2_000;

/** Does a call and writes its event, whatever comes of it. */
export function recorded<T extends object | undefined>(world: World, call: TracedCall, work: () => T): T {
  const person = call.service.isUnsigned ? personBehind(world, call.input) : undefined;
  const record = (outcome: Outcome) =>
    call.service.isUnsigned
      ? recordPersonCall(world, call, person ?? personBehind(world, outcome.output), outcome)
      : recordCall(world, call, outcome);
  try {
    const output = work();
    record({ output });
    return output;
  } catch (error) {
    // Otherwise the simulator failed, which is nothing that AWS would write down.
    if (error instanceof AwsError) record({ error });
    throw error;
  }
}

function recordCall(world: World, call: TracedCall, outcome: Outcome): void {
  const { operation, caller } = call;
  const at = world.clock.now();
  const isEntrance = operation.name === ENTRANCE;
  if (isReadOnly(operation.name) && !isEntrance) {
    world.trail.addRead(new SignedRead(world, call, at, outcome.error));
    return;
  }
  const roleAccountId = isEntrance && !outcome.error ? String(call.input?.RoleArn).split(':')[4] : undefined;
  const event = { ...written(call, at, outcome), eventId: world.ids.uuid() };
  const isShared = roleAccountId !== undefined && roleAccountId !== caller.awsAccountId;
  const shared = isShared ? { ...event, sharedEventId: world.ids.uuid() } : event;
  world.trail.add(shared);
  if (isShared) {
    // A refused stranger is not told of: no AWS account's history fills up with what others try.
    const userIdentity = foreignIdentity(caller);
    world.trail.add({ ...shared, eventId: world.ids.uuid(), awsAccountId: roleAccountId, userIdentity });
  }
  world.changed();
}

/** Writes the event of a signed call that was refused before it was read. */
export function recordRefusal(world: World, call: TracedCall, error: AwsError): void {
  if (!call.service.isUnsigned) recordCall(world, call, { error });
}

function isReadOnly(operationName: string): boolean {
  return READ.test(operationName) || operationName === ENTRANCE;
}

function written(call: TracedCall, at: number, { output, error }: Outcome): Omit<TrailEvent, 'eventId'> {
  const { service, operation, caller, input } = call;
  const { eventSource } = service;
  const readOnly = isReadOnly(operation.name);
  const isEntrance = operation.name === ENTRANCE;
  const role = isEntrance && typeof input?.RoleArn === 'string' ? input.RoleArn : undefined;
  return {
    at,
    awsAccountId: caller.awsAccountId,
    region: serviceRegion(service.actionPrefix, call.region),
    eventSource,
    eventName: operation.name,
    eventType: 'AwsApiCall',
    readOnly,
    requestId: call.requestId,
    userAgent: call.userAgent,
    userIdentity: callerIdentity(caller, call.accessKeyId, at),
    ...(error && { error: eventError(service, error) }),
    requestParameters: publishedMembers(operation.input, input, eventSource),
    responseElements: readOnly && !isEntrance ? null : publishedMembers(operation.output, output, eventSource),
    ...(role && !error && { resources: [{ accountId: role.split(':')[4] ?? '', type: 'AWS::IAM::Role', ARN: role }] }),
  };
}

/** What is left of a signed call that only read: less than a thousand bytes, and no work before somebody asks. */
class SignedRead implements ReadCall {
  readonly at: number;
  readonly readOnly = true;
  readonly #world: World;
  readonly #call: TracedCall;
  readonly #error: AwsError | undefined;

  constructor(world: World, call: TracedCall, at: number, error: AwsError | undefined) {
    this.at = at;
    this.#world = world;
    this.#call = isShort(call.input) ? call : { ...call, input: undefined };
    this.#error = error;
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
    const outcome = this.#error ? { error: this.#error } : {};
    return { ...written(this.#call, this.at, outcome), eventId: readEventId(this.#world, this.requestId) };
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
