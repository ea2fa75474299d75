import type { FastifyInstance } from 'fastify';
import { requestRoutes } from '../../../contract/requests.ts';
import { reassignApproval } from '../../../core/access/delegations/reassign-approval.ts';
import type { LeaseId, RequestId } from '../../../core/access/model/request/access-request.ts';
import { notAnApprover } from '../../../core/access/model/request/seat-to-decide.ts';
import {
  approveRequest,
  cancelRequest,
  denyRequest,
  requestNotFound,
} from '../../../core/access/requests/decide-request.ts';
import { extendLease } from '../../../core/access/requests/extend-lease.ts';
import type { RequestPorts } from '../../../core/access/requests/ports.ts';
import { type AnswerPorts, previewRequest } from '../../../core/access/requests/read-answer.ts';
import { type Catalog, readCatalog } from '../../../core/access/requests/read-catalog.ts';
import { submitRequest } from '../../../core/access/requests/submit-request.ts';
import type { RequestView, RequestViews } from '../../../core/access/requests/views.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { PersonId } from '../../../core/shared/ids.ts';
import type { Actor } from '../../../core/shared/ports.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { type Handlers, implement } from '../core/implement.ts';
import { idempotentRequest } from './idempotent-request.ts';

export interface RequestRoutePorts {
  requests: RequestPorts;
  answers: AnswerPorts & { catalog: Catalog };
  views: RequestViews;
}
type Table = typeof requestRoutes;

/** Asking for access, and deciding on it (REQ). */
export const registerRequestRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  ports: RequestRoutePorts,
): void => implement(app, authenticator, requestRoutes, { ...reads(ports), ...asking(ports), ...deciding(ports) });

/** The request as this viewer sees it; refuses `request-not-found` when they may not. */
const seenBy = async (views: RequestViews, viewer: Viewer, id: RequestId): Promise<RequestView> => {
  const request = await views.get(viewer, id);
  if (!request) throw requestNotFound();
  return request;
};
const personOf = (id: string | undefined) => id as PersonId | undefined;

const reads = ({
  views,
  answers,
}: RequestRoutePorts): Pick<Handlers<Table>, 'catalog' | 'preview' | 'list' | 'get' | 'approvals' | 'approval'> => ({
  catalog: ({ viewer, query }) => readCatalog(answers, { ...query, viewer, forPersonId: personOf(query.forPersonId) }),
  preview: ({ viewer, body }) => previewRequest(answers, { ...body, viewer, forPersonId: personOf(body.forPersonId) }),
  list: ({ viewer, query: { mine, ...query } }) =>
    views.list(viewer, { ...query, isMine: mine === undefined ? undefined : mine === 'true' }),
  get: async ({ viewer, params, reply }) => {
    const request = await seenBy(views, viewer, params.id as RequestId);
    reply.header('etag', `"${request.version}"`);
    return request;
  },
  approvals: ({ viewer, query }) => views.approvals(viewer, query),
  approval: async ({ viewer, params }) => {
    const approval = await views.approval(viewer, params.id as RequestId);
    if (approval) return approval;
    await seenBy(views, viewer, params.id as RequestId);
    throw notAnApprover();
  },
});

const asking = ({ views, requests }: RequestRoutePorts): Pick<Handlers<Table>, 'submit' | 'extend'> => ({
  submit: async (input) => {
    const { viewer, actor, body } = input;
    const wish = {
      entitlement: body.entitlement,
      durationMinutes: body.durationMinutes,
      startsAt: body.startsAt === undefined ? null : new Date(body.startsAt).toISOString(),
      reason: body.reason,
      ticket: body.ticket || null,
      forPersonId: personOf(body.forPersonId),
      extendsLeaseId: null,
      remainingMinutes: 0,
    };
    const id = await submitRequest(requests, { viewer, actor, wish, idempotency: idempotentRequest(input) });
    return seenBy(views, viewer, id);
  },
  extend: async (input) => {
    const { viewer, actor, body } = input;
    const id = input.params.id as LeaseId;
    const requestId = await extendLease(requests, {
      viewer,
      actor,
      id,
      ...body,
      idempotency: idempotentRequest(input),
    });
    return seenBy(views, viewer, requestId);
  },
});

const deciding = ({
  views,
  requests,
}: RequestRoutePorts): Pick<Handlers<Table>, 'approve' | 'deny' | 'cancel' | 'reassign'> => {
  /** What one may not see is not told apart from what is not there, whatever one tries to do with it. */
  const change = async (
    input: { viewer: Viewer; actor: Actor; params: { id: string }; ifMatch: number | null },
    work: (command: { viewer: Viewer; actor: Actor; id: RequestId; ifMatch: number | null }) => Promise<void>,
  ): Promise<RequestView> => {
    const { viewer, actor, ifMatch } = input;
    const id = input.params.id as RequestId;
    await seenBy(views, viewer, id);
    await work({ viewer, actor, id, ifMatch });
    return seenBy(views, viewer, id);
  };
  return {
    approve: (input) =>
      change(input, (command) => {
        const { minutes = null, reason } = input.body;
        return approveRequest(requests, { ...command, minutes, reason: reason || null });
      }),
    deny: (input) => change(input, (command) => denyRequest(requests, { ...command, reason: input.body.reason })),
    reassign: (input) =>
      change(input, (command) => {
        const { personId, reason } = input.body;
        return reassignApproval(requests, { ...command, toId: personId as PersonId, reason });
      }),
    cancel: (input) => change(input, (command) => cancelRequest(requests, command)),
  };
};
