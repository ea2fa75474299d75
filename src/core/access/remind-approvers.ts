import { dayAndTime } from './delegations/day-and-time.ts';
import type { RequestPorts } from './requests/ports.ts';

/** One transaction's worth; the next sweep has the rest. */
const atOnce = 100;

/**
 * Reminds once whoever may decide a step that has been open for half of the time it has (REQ-3): candidates and those who
 * act for them. Nobody is reminded of what they were told of in the last hours. A sweep of the worker calls it; returns
 * how many people were reminded.
 */
export const remindApprovers = (ports: Pick<RequestPorts, 'transact' | 'clock'>): Promise<number> =>
  ports.transact(async (unit) => {
    const now = await ports.clock.now();
    const due = await unit.requests.toRemind(now, atOnce);
    const reminders = due.flatMap(({ personIds, id, number, step, name, requesterName, expiresAt }) =>
      personIds.map((personId) => ({
        personId,
        kind: 'approval-reminder' as const,
        objectKind: 'access-request',
        objectId: id,
        title: `Still waiting: ${requesterName} asks for ${name}`,
        body: `Request ${number} waits for your decision. Without one it is closed ${dayAndTime(expiresAt)}.`,
        link: `/tasks/${id}`,
        dedupeKey: `approval-reminder ${id} ${step}`,
      })),
    );
    await unit.notifications.tell(reminders, now);
    return reminders.length;
  });
