import { AwsError } from '../../../protocols/aws-error.ts';
import type { World } from '../../../state/world.ts';
import { personBehind, recordPersonCall } from './record-person.ts';
import { enteredAccountId, onlyReads, SignedRead, signedEvent } from './signed-event.ts';
import type { Outcome, TracedCall } from './traced-call.ts';
import { foreignIdentity } from './user-identity.ts';

/** Does a call and writes its event, whatever comes of it. */
export function recorded<T extends object | undefined>(world: World, call: TracedCall, work: () => T): T {
  const { isUnsigned } = call.service;
  const person = isUnsigned ? personBehind(world, call.input) : undefined;
  const record = (outcome: Outcome) => {
    if (!isUnsigned) recordSignedCall(world, call, outcome);
    else recordPersonCall(world, call, person ?? personBehind(world, outcome.output), outcome);
  };
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

/** Writes the event of a call that was refused before it was read; nobody knows who sent it when it is not signed. */
export function recordRefusal(world: World, call: TracedCall, error: AwsError): void {
  if (!call.service.isUnsigned) recordSignedCall(world, call, { error });
}

function recordSignedCall(world: World, call: TracedCall, outcome: Outcome): void {
  const { trail, ids } = world;
  const at = world.clock.now();
  if (onlyReads(call)) {
    trail.addRead(new SignedRead(world, call, at, outcome));
    return;
  }
  const event = { ...signedEvent(call, at, outcome), eventId: ids.uuid() };
  // A refused stranger is not told of: no history fills up with what other AWS accounts try.
  const entered = enteredAccountId(call, outcome);
  if (entered === undefined || entered === call.caller.awsAccountId) trail.add(event);
  else {
    const shared = { ...event, sharedEventId: ids.uuid() };
    const userIdentity = foreignIdentity(call.caller);
    trail.add(shared);
    trail.add({ ...shared, eventId: ids.uuid(), awsAccountId: entered, userIdentity });
  }
  world.changed();
}
