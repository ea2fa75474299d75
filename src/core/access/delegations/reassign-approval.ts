import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Actor } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { RequestId } from '../model/request/access-request.ts';
import { seatToHandOver } from '../model/request/seat-to-hand-over.ts';
import { changeRequest, nameOf } from '../requests/decide-request.ts';
import type { RequestPorts } from '../requests/ports.ts';
import { tellApprovers } from '../requests/tell-people.ts';
import { deciderOf } from './who-decides.ts';

export interface ReassignApproval {
  viewer: Viewer;
  actor: Actor;
  id: RequestId;
  /** The version the caller read; null: whatever it is now. */
  ifMatch: number | null;
  toId: PersonId;
  reason: string;
}

/**
 * Hands one's own seat of the open step to another active person, with a reason (REQ-3): from then on they decide and the
 * one who handed it over does not. They decide in the capacity in which the first was asked, and only while that one
 * still has it. Refuses as seatToHandOver, `person-inactive`, `changed-meanwhile`.
 */
export const reassignApproval = (ports: RequestPorts, command: ReassignApproval): Promise<void> => {
  const { viewer, actor, id, toId, reason } = command;
  requirePermission(viewer, 'requests.make');
  return changeRequest(ports, command, async (unit, request, now) => {
    const decider = await deciderOf(unit, request, viewer.personId, now);
    const asked = await unit.requests.everAsked(id);
    const wasAsked = ({ step }: { step: number }) => asked.some((each) => each.step === step && each.personId === toId);
    const { step, seat } = seatToHandOver(request, decider, { personId: toId, wasAsked }, now);
    const to = await unit.accessFacts.subject(toId);
    if (!to?.isActive)
      throw new Refusal('conflict', 'person-inactive', 'The directory knows no active person of this id.', {
        field: 'personId',
      });
    await unit.requests.handOver(id, { step: step.step, seat, toId, reason }, now);
    await unit.requests.touch(id);
    await unit.audit({
      at: now,
      actor,
      action: 'request.reassigned',
      objectKind: 'access-request',
      objectId: id,
      detail: { step: step.step, from: viewer.personId, to: toId, reason },
    });
    const handedOver = { byId: viewer.personId, reason };
    const excluded = new Set([...decider.excluded, request.requesterId, request.personId, viewer.personId]);
    const open = { step: step.step, personIds: [toId], excluded, handedOver };
    await tellApprovers(unit, request, await nameOf(unit, request), open, now);
  });
};
