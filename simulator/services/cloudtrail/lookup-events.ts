import type { LookupAttribute, LookupEventsRequest, LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import { AwsError } from '../../protocols/aws-error.ts';
import { HISTORY_MS, type Kept } from '../../state/cloudtrail/event-trail.ts';
import type { ReadCall, TrailEvent } from '../../state/cloudtrail/trail-event.ts';
import type { Call } from '../call.ts';
import { operation } from '../service.ts';
import { NewestFirst } from './newest-first.ts';
import { LONGEST_DELAY_MS, seededDelayMs } from './recording/seeded.ts';
import { usernameOf } from './recording/user-identity.ts';
import { resourcesOf, type TrailResource, tellsResources } from './resources.ts';
import { lookedUp } from './written-event.ts';

type Stored = TrailEvent | ReadCall;

/** The event history of the caller's AWS account in the region of the call; of Insights events there are none. */
export const lookupEvents = operation<LookupEventsRequest, LookupEventsResponse>({
  name: 'LookupEvents',
  handle(call, { LookupAttributes = [], StartTime, EndTime, EventCategory }) {
    const [attribute, ...more] = LookupAttributes;
    if (more.length > 0) {
      throw new AwsError('InvalidLookupAttributesException', 'You can specify only one lookup attribute.');
    }
    if (StartTime && EndTime && StartTime > EndTime) {
      throw new AwsError('InvalidTimeRangeException', 'The start time must be before the end time.');
    }
    const startAt = Math.max(StartTime?.getTime() ?? 0, call.now - HISTORY_MS);
    const endAt = EndTime?.getTime() ?? Number.POSITIVE_INFINITY;
    const { awsAccountId } = call.caller;
    const history = EventCategory ? [] : call.world.trail.since(startAt, awsAccountId, call.region);
    const isWanted = ({ event }: Kept) =>
      secondOf(event) <= endAt && matches(event, attribute) && isDelivered(call, event);
    const { pages, nextToken } = call.pageOver<[Kept]>([{ collection: new NewestFirst(history), filter: isWanted }]);
    return { Events: pages[0].map(({ event }) => lookedUp(whole(event))), ...(nextToken && { NextToken: nextToken }) };
  },
});

/** Events are under way for a while, each for its own. */
function isDelivered({ world, now, settings }: Call, event: Stored): boolean {
  const age = now - event.at;
  if (settings.eventDelayMs !== undefined) return age >= settings.eventDelayMs;
  return age >= LONGEST_DELAY_MS || age >= seededDelayMs(world, event.eventId);
}

/** Events tell whole seconds, and are looked up by them. */
function secondOf({ at }: Stored): number {
  return Math.floor(at / 1000) * 1000;
}

function whole(one: Stored): TrailEvent {
  return 'write' in one ? one.write() : one;
}

function matches(one: Stored, attribute: LookupAttribute | undefined): boolean {
  if (!attribute) return true;
  const { AttributeKey, AttributeValue = '' } = attribute;
  switch (AttributeKey) {
    case 'EventName':
      return one.eventName === AttributeValue;
    case 'EventSource':
      return one.eventSource === AttributeValue;
    case 'ReadOnly':
      return String(one.readOnly) === AttributeValue;
    case 'EventId':
      return one.eventId === AttributeValue;
    case 'Username':
      return usernameOf(one.userIdentity) === AttributeValue;
    case 'AccessKeyId':
      return one.userIdentity.accessKeyId === AttributeValue;
    case 'ResourceType':
      return isAbout(one, ({ ResourceType }) => ResourceType === AttributeValue);
    default:
      return isAbout(one, ({ ResourceName }) => ResourceName === AttributeValue);
  }
}

function isAbout(one: Stored, isIt: (resource: TrailResource) => boolean): boolean {
  return tellsResources(one) && resourcesOf(whole(one)).some(isIt);
}
