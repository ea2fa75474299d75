import type { PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import { dayAndTime } from '../delegations/day-and-time.ts';
import type { GrantedRequest } from './grant-access.ts';
import type { RequestStores } from './ports.ts';

type Unit = Pick<RequestStores, 'notifications' | 'accessFacts' | 'delegations'>;

interface OpenStep {
  step: number;
  personIds: readonly string[];
  excluded: ReadonlySet<string>;
  /** Who was asked before, and why they handed it over. */
  handedOver?: { byId: PersonId; reason: string };
}
/** Tells everybody who may decide the step that has opened, and who acts for them now (NOT-1, REQ-8). */
export const tellApprovers = async (
  unit: Unit,
  request: Pick<GrantedRequest, 'id' | 'number' | 'requesterId' | 'personId'>,
  name: string,
  open: OpenStep,
  now: Instant,
): Promise<void> => {
  const told = open.personIds.filter((id) => !open.excluded.has(id));
  const delegates = (await unit.delegations.delegatesOf(told, now)).filter(
    ({ delegateId }) => !open.excluded.has(delegateId) && !told.includes(delegateId),
  );
  const absentIds = delegates.map(({ personId }) => personId);
  const { handedOver } = open;
  const named = [request.requesterId, request.personId, ...absentIds, ...(handedOver ? [handedOver.byId] : [])];
  const people = await unit.accessFacts.people(named);
  const nameOf = (id: PersonId) => people.find((person) => person.id === id)?.name ?? id;
  const whom = request.personId === request.requesterId ? '' : ` for ${nameOf(request.personId)}`;
  const waits = `Request ${request.number} waits for your decision`;
  const how = handedOver ? ` ${nameOf(handedOver.byId)} handed it over: ${handedOver.reason}` : '';
  await unit.notifications.tell(
    [
      ...told.map((personId) => ({ personId: personId as PersonId, body: `${waits}.${how}` })),
      ...delegates.map(({ personId, delegateId, untilAt }) => ({
        personId: delegateId,
        body: `${waits} for ${nameOf(personId)}, away until ${dayAndTime(untilAt)}.${how}`,
      })),
    ].map((each) => ({
      ...each,
      kind: 'approval-needed' as const,
      objectKind: 'access-request',
      objectId: request.id,
      title: `${nameOf(request.requesterId)} asks for ${name}${whom}`,
      link: `/tasks/${request.id}`,
      dedupeKey: `approval-needed ${request.id} ${open.step}${handedOver ? ` from ${handedOver.byId}` : ''}`,
    })),
    now,
  );
};

const words = {
  approved: 'was approved',
  denied: 'was denied',
  cancelled: 'was cancelled',
  expired: 'was not decided in time',
} as const;

/** Tells who asked and whom it is for how it ended. */
export const tellDecided = (
  unit: Pick<Unit, 'notifications'>,
  request: Pick<GrantedRequest, 'id' | 'number' | 'requesterId' | 'personId'>,
  { status, name, reason }: { status: keyof typeof words; name: string; reason: string | null },
  now: Instant,
): Promise<void> =>
  unit.notifications.tell(
    [...new Set([request.requesterId, request.personId])].map((personId) => ({
      personId,
      kind: 'request-decided' as const,
      objectKind: 'access-request',
      objectId: request.id,
      title: `Request ${request.number} for ${name} ${words[status]}`,
      body: reason ?? '',
      link: `/requests/${request.id}`,
      dedupeKey: `request-decided ${request.id}`,
    })),
    now,
  );
