import { EventsDenied, type EventsRead } from '../../../../core/inventory/refresh/ports.ts';
import type { Instant } from '../../../../core/shared/ports.ts';
import { type CallAws, CallRefused } from '../../session/call-aws.ts';
import { type MemberAccess, memberCredentials, ofMember } from '../members/member-session.ts';
import { lookUpEvents } from './look-up-events.ts';

/**
 * Events of another AWS account: those of its IAM. Where its role cannot be assumed nothing is read: the next full run
 * tells of that, and reads what happened meanwhile.
 */
export async function lookUpMemberEvents(
  access: MemberAccess,
  awsAccountId: string,
  regions: readonly string[],
  since: Instant,
  callOf: (region: string) => CallAws,
): Promise<EventsRead> {
  const nothing: EventsRead = { events: [], unreadable: 0, wholeSince: since, deniedIn: [] };
  try {
    const credentials = await memberCredentials(access, awsAccountId);
    const each = await Promise.all(
      regions.map((region) => lookUpEvents({ credentials, awsAccountId }, region, since, ofMember(callOf(region)))),
    );
    return each.reduce(together, nothing);
  } catch (error) {
    if (error instanceof EventsDenied) return { ...nothing, deniedIn: [{ awsAccountId, message: error.message }] };
    if (error instanceof CallRefused) return nothing;
    throw error;
  }
}

export const together = (a: EventsRead, b: EventsRead): EventsRead => ({
  events: [...a.events, ...b.events],
  unreadable: a.unreadable + b.unreadable,
  wholeSince: a.wholeSince > b.wholeSince ? a.wholeSince : b.wholeSince,
  deniedIn: [...a.deniedIn, ...b.deniedIn],
});
