import type { Event } from '@aws-sdk/client-cloudtrail';
import type { TrailEvent } from '../../state/cloudtrail/trail-event.ts';
import { eventTime, usernameOf } from './recording/user-identity.ts';
import { resourcesOf } from './resources.ts';

const EVENT_VERSION = '1.11';
/** All calls come from this machine. */
const SOURCE_IP_ADDRESS = '127.0.0.1';

/** An event as LookupEvents gives it. */
export function lookedUp(event: TrailEvent): Event {
  const username = usernameOf(event.userIdentity);
  const { accessKeyId } = event.userIdentity;
  return {
    EventId: event.eventId,
    EventName: event.eventName,
    ReadOnly: String(event.readOnly),
    ...(typeof accessKeyId === 'string' && accessKeyId !== '' && { AccessKeyId: accessKeyId }),
    EventTime: new Date(Math.floor(event.at / 1000) * 1000),
    EventSource: event.eventSource,
    ...(username && { Username: username }),
    Resources: resourcesOf(event),
    CloudTrailEvent: JSON.stringify(record(event)),
  };
}

/** The event itself (CloudTrail User Guide, "CloudTrail record contents"), its members in AWS's order. */
function record(event: TrailEvent): object {
  const { error, additionalEventData, resources, sharedEventId, serviceEventDetails } = event;
  return {
    eventVersion: EVENT_VERSION,
    userIdentity: event.userIdentity,
    eventTime: eventTime(event.at),
    eventSource: event.eventSource,
    eventName: event.eventName,
    awsRegion: event.region,
    sourceIPAddress: SOURCE_IP_ADDRESS,
    userAgent: event.userAgent,
    ...(error && { errorCode: error.code, errorMessage: error.message }),
    requestParameters: event.requestParameters,
    responseElements: event.responseElements,
    ...(additionalEventData && { additionalEventData }),
    requestID: event.requestId,
    eventID: event.eventId,
    readOnly: event.readOnly,
    ...(resources && { resources }),
    eventType: event.eventType,
    managementEvent: true,
    recipientAccountId: event.awsAccountId,
    ...(sharedEventId && { sharedEventID: sharedEventId }),
    ...(serviceEventDetails && { serviceEventDetails }),
    eventCategory: 'Management',
  };
}
