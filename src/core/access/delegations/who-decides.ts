import type { PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import type { AccessRequest } from '../model/request/access-request.ts';
import { stillHas } from '../model/request/resolve-approvers.ts';
import type { Decider } from '../model/request/seat-to-decide.ts';
import type { AccessFacts } from '../requests/ports.ts';
import type { DelegationStore } from './ports.ts';

interface Asked {
  requesterId: PersonId;
  personId: PersonId;
}

/** Everybody who never decides what is asked for now: who asks, whom it is for, and whoever acts for either (REQ-8). */
export const excludedNow = async (
  facts: Pick<AccessFacts, 'actingFor'>,
  { requesterId, personId }: Asked,
  now: Instant,
): Promise<Set<string>> =>
  new Set<string>([requesterId, personId, ...(await facts.actingFor([requesterId, personId], [now]))]);

/** What decides whether this person may decide the request: for whom they act, and what is known of every capacity now. */
export const deciderOf = async (
  unit: { accessFacts: Pick<AccessFacts, 'actingFor' | 'approvers'>; delegations: DelegationStore },
  request: AccessRequest,
  personId: PersonId,
  now: Instant,
): Promise<Decider> => {
  const { connectorId, requesterId } = request;
  await unit.delegations.holdStill([requesterId, request.personId]);
  const approvers = await unit.accessFacts.approvers({ connectorId, personId: request.personId, namedIds: [] });
  return {
    personId,
    actsFor: await unit.delegations.representedBy(personId, now),
    excluded: new Set(await unit.accessFacts.actingFor([requesterId, request.personId], [request.createdAt, now])),
    stillHas: (seat) => stillHas(seat.via, seat.originId, approvers),
  };
};
