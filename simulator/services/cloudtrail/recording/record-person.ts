import type { TrailEvent } from '../../../state/cloudtrail/trail-event.ts';
import type { World } from '../../../state/world.ts';
import { onBehalfOf, type SignedIn, signedIn } from '../../sso-oidc/sign-in-tokens.ts';
import { eventError } from './error-code.ts';
import { publishedMembers } from './parameters.ts';
import { recordEntrance } from './record-entrance.ts';
import { readEventId } from './seeded.ts';
import type { Outcome, TracedCall } from './traced-call.ts';
import { personIdentity } from './user-identity.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** Who acts in an unsigned call: whose access token comes with it, or is given by it. */
export function personBehind(world: World, members: object | undefined): SignedIn | undefined {
  const { accessToken } = (members ?? {}) as { accessToken?: unknown };
  return typeof accessToken === 'string' ? signedIn(world, 'access', accessToken) : undefined;
}

/**
 * Writes what the access portal and the sign-in service leave in the history of the AWS account that owns Identity
 * Center, and of the one that somebody got credentials for. A call of nobody leaves nothing.
 */
export function recordPersonCall(world: World, call: TracedCall, person: SignedIn | undefined, outcome: Outcome): void {
  if (!person) return;
  const { name } = call.operation;
  if (name === 'CreateToken') recordSignIn(world, call, person, outcome);
  else if (name.startsWith('List')) {
    const event = { ...portalEvent(world, call, person, outcome), eventId: readEventId(world, call.requestId) };
    world.trail.addRead({ ...event, write: () => event });
  } else {
    world.trail.add({ ...portalEvent(world, call, person, outcome), eventId: world.ids.uuid() });
    if (name === 'GetRoleCredentials' && !outcome.error) recordEntrance(world, call, person, outcome.output);
    world.changed();
  }
}

type Unnamed = Omit<TrailEvent, 'eventId'>;

function common(world: World, call: TracedCall, { center }: SignedIn) {
  return {
    at: world.clock.now(),
    awsAccountId: center.base.ownerAccountId,
    region: center.base.region,
    requestId: call.requestId,
    userAgent: call.userAgent,
    requestParameters: null,
    responseElements: null,
  };
}

/** The portal's calls are events of the service; what they are about stands in its details. */
function portalEvent(world: World, call: TracedCall, person: SignedIn, { error }: Outcome): Unnamed {
  const { roleName: role_name, accountId: account_id } = call.input ?? {};
  const details = { ...(role_name ? { role_name } : {}), ...(account_id ? { account_id } : {}) };
  return {
    ...common(world, call, person),
    eventSource: call.service.eventSource,
    eventName: call.operation.name,
    eventType: 'AwsServiceEvent',
    readOnly: call.operation.name !== 'Logout',
    userIdentity: personIdentity(person),
    ...(error && { error: eventError(call.service, error) }),
    ...(Object.keys(details).length > 0 && { serviceEventDetails: details }),
  };
}

/** The person is known once the device has its token: the sign-in before it is written with it. */
function recordSignIn(world: World, call: TracedCall, person: SignedIn, { output }: Outcome): void {
  const { center, user, claims } = person;
  const { ownerAccountId } = center.base;
  const { eventSource } = call.service;
  if (call.input?.grantType === DEVICE_GRANT) {
    world.trail.add({
      ...common(world, call, person),
      eventId: world.ids.uuid(),
      requestId: world.ids.uuid(),
      eventSource: 'signin.amazonaws.com',
      eventName: 'UserAuthentication',
      eventType: 'AwsServiceEvent',
      readOnly: false,
      userIdentity: {
        ...{ type: 'Unknown', principalId: ownerAccountId, arn: '', accountId: ownerAccountId, accessKeyId: '' },
        ...{ userName: user.userName, onBehalfOf: onBehalfOf(person), credentialId: claims.signInId },
      },
      additionalEventData: { CredentialType: 'PASSWORD' },
      serviceEventDetails: { UserAuthentication: 'Success' },
    });
  }
  world.trail.add({
    ...common(world, call, person),
    eventId: world.ids.uuid(),
    eventSource,
    eventName: 'CreateToken',
    eventType: 'AwsApiCall',
    readOnly: false,
    userIdentity: personIdentity(person),
    requestParameters: publishedMembers(call.operation.input, call.input, eventSource),
    responseElements: publishedMembers(call.operation.output, output, eventSource),
  });
  world.changed();
}
