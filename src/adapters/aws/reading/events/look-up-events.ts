import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { AwsConnection } from '../../../../core/connectors/model/aws-connection.ts';
import type { AwsPartition } from '../../../../core/connectors/model/aws-regions.ts';
import { globalRegionOf, identityCenterRegions } from '../../../../core/connectors/model/aws-regions.ts';
import { type AwsEvent, readEvent } from '../../../../core/inventory/model/events/aws-event.ts';
import { EventsDenied, type EventsRead } from '../../../../core/inventory/refresh/ports.ts';
import type { Instant } from '../../../../core/shared/ports.ts';
import { type CallAws, CallRefused } from '../../session/call-aws.ts';
import { clientDefaults } from '../../session/client-defaults.ts';
import type { RoleSession } from '../../session/role-session.ts';

/** Of fifty events each, at two a second: ten seconds. Whoever changes more than that at once is read whole. */
const mostPages = 20;

/**
 * Where events of what is read are told: IAM's and Organizations' in the partition's global region, Identity Center's in
 * its own. Which region that is outside the partition `aws` is not documented for each service: there all are asked.
 */
export function regionsOfEvents(partition: AwsPartition, connection: AwsConnection): string[] {
  const regions = new Set([globalRegionOf(partition)]);
  if (connection.identityCenterEnabled && connection.identityCenterRegion) regions.add(connection.identityCenterRegion);
  if (partition !== 'aws') for (const { region } of identityCenterRegions(partition)) regions.add(region);
  return [...regions];
}

/** All events of one region since then that changed something, newest first; `call` takes from that region's rate. */
export async function lookUpEvents(
  { credentials, awsAccountId }: { credentials: RoleSession['credentials']; awsAccountId: string },
  region: string,
  since: Instant,
  call: CallAws,
): Promise<EventsRead> {
  const client = new CloudTrailClient({ ...clientDefaults, region, credentials });
  const read: EventsRead = { events: [], unreadable: 0, wholeSince: since, deniedIn: [] };
  try {
    let token: string | undefined;
    for (let page = 1; ; page++) {
      const { Events = [], NextToken } = await call('cloudtrail:LookupEvents', (abortSignal) =>
        client.send(
          new LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
            StartTime: new Date(since),
            MaxResults: 50,
            NextToken: token,
          }),
          { abortSignal },
        ),
      );
      take(read, Events, { region, awsAccountId });
      if (!NextToken) return read;
      if (page === mostPages || NextToken === token) return { ...read, wholeSince: read.events.at(-1)?.at ?? since };
      token = NextToken;
    }
  } catch (error) {
    if (error instanceof CallRefused && error.failure.reason === 'denied') throw new EventsDenied(error.message);
    throw error;
  } finally {
    client.destroy();
  }
}

type Place = Pick<AwsEvent, 'region' | 'awsAccountId'>;

function take(read: EventsRead, events: readonly Event[], place: Place): void {
  for (const event of events) {
    const known = readEvent(event.CloudTrailEvent) ?? withoutItsRecord(event, place);
    if (known) read.events.push(known);
    else read.unreadable += 1;
  }
}

/** What AWS tells beside the record: enough to know that something happened, and not to what. */
const withoutItsRecord = (
  { EventId, EventTime, EventSource, EventName, Username }: Event,
  place: Place,
): AwsEvent | null =>
  EventId && EventTime && EventSource && EventName
    ? {
        id: EventId,
        at: EventTime.toISOString(),
        source: EventSource,
        name: EventName,
        ...place,
        actor: { name: Username ?? 'unknown', sourceIp: null, roleArn: null, sessionName: null },
        isRefused: false,
        parameters: {},
        answer: {},
      }
    : null;
