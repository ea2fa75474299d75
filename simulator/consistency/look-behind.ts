import { callerOf } from '../auth/authenticate.ts';
import { authorizeCall, needsPermission } from '../auth/authorize-call.ts';
import { AwsError, commonError } from '../protocols/aws-error.ts';
import { Call, type CallParts } from '../services/call.ts';
import type { Operation, Service } from '../services/service.ts';
import { nextDueAt, settle } from '../services/settle.ts';
import type { Credentials, Simulation } from '../simulation.ts';
import type { World } from '../state/world.ts';
import { isLagging } from './lag-rule.ts';
import { atPresent } from './read-lag.ts';

type Parts = Omit<CallParts, 'service' | 'operation'>;

export interface View {
  /** The world that the call's answer is read from, when it is not the one that is. */
  readonly replica?: World;
  readonly parts: Parts;
}

/** What one call sees of the past, where reads lag: its answer, and with `policies` also what it is permitted. */
export function lookBehind(
  { lag }: Simulation,
  service: Service,
  handler: Operation,
  parts: Parts,
  credentials: Credentials,
  input: object,
): View {
  const isRead = lag !== undefined && isLagging(lag.rule, service.id, handler.name);
  const isJudged = lag?.rule.policies === true && needsPermission(service, handler);
  if (!lag || !(isRead || isJudged) || !lag.isBehind()) return { parts };
  const replica = lag.replica();
  const latePermission = isJudged && permissionIn(replica, service, handler, parts, credentials, input);
  // An AWS account that was made a moment ago: nobody could answer its own people out of a world without it.
  const isKnown = replica.awsAccounts.has(parts.caller.awsAccountId);
  return {
    parts: latePermission ? { ...parts, settings: { ...parts.settings, latePermission } } : parts,
    ...(isRead && isKnown && { replica }),
  };
}

/** What the policies of then say to the caller as it was then; a key of nobody then is refused as one of nobody. */
function permissionIn(
  replica: World,
  service: Service,
  handler: Operation,
  parts: Parts,
  { accessKeyId, sessionToken }: Credentials,
  input: object,
): NonNullable<Call['settings']['latePermission']> {
  try {
    const caller = callerOf(replica, accessKeyId, sessionToken);
    if (!caller) {
      throw commonError(service.protocol, 'unknownKey', 'The security token included in the request is invalid.');
    }
    const call = new Call(
      { ...parts, world: replica, caller, service, operation: handler.name },
      input as Record<string, unknown>,
    );
    atPresent(replica, parts.world, () => authorizeCall(service, call, handler, input));
    return {};
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { refusal: { code: error.code, message: error.message, status: error.status } };
  }
}

/** While reads lag, what is due happens at its own instant and not with the next call: then it is seen in time too. */
export function settleInTime(simulation: Simulation): void {
  if (!simulation.lag) return;
  const { world } = simulation;
  for (;;) {
    const dueAt = nextDueAt(world);
    const { revision } = world;
    if (dueAt === undefined || dueAt > world.clock.now()) return;
    simulation.change(
      () => ({ kind: 'settle' }),
      () => settle(world),
      dueAt - world.clock.offsetMs,
    );
    if (world.revision === revision) return;
  }
}
