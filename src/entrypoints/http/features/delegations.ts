import type { FastifyInstance } from 'fastify';
import { delegationRoutes } from '../../../contract/delegations.ts';
import { delegationNotFound, endDelegation } from '../../../core/access/delegations/end-delegation.ts';
import { nameDelegate } from '../../../core/access/delegations/name-delegate.ts';
import type { DelegationPorts, DelegationView, DelegationViews } from '../../../core/access/delegations/ports.ts';
import type { DelegationId } from '../../../core/access/model/delegation.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { PersonId } from '../../../core/shared/ids.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';
import { idempotentRequest } from './idempotent-request.ts';

/** As many colleagues as one search gives. */
const mostCandidates = 20;
const flagOf = (text: 'true' | 'false' | undefined) => (text === undefined ? undefined : text === 'true');

/** Who decides in whose stead (REQ-8). */
export const registerDelegationRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  { delegations, views }: { delegations: DelegationPorts; views: DelegationViews },
): void => {
  const seen = async (viewer: Viewer, id: DelegationId): Promise<DelegationView> => {
    const delegation = await views.get(viewer, id);
    if (!delegation) throw delegationNotFound();
    return delegation;
  };
  implement(app, authenticator, delegationRoutes, {
    list: ({ viewer, query: { mine, open, ...page } }) =>
      views.list(viewer, { ...page, isMine: flagOf(mine), isOpen: flagOf(open) }),
    add: async (input) => {
      const { viewer, actor, body } = input;
      const id = await nameDelegate(delegations, {
        viewer,
        actor,
        personId: (body.personId as PersonId | undefined) ?? viewer.personId,
        delegateId: body.delegateId as PersonId,
        from: body.from ?? null,
        until: body.until,
        note: body.note ?? '',
        idempotency: idempotentRequest(input),
      });
      return seen(viewer, id);
    },
    end: async ({ viewer, actor, params }) => {
      const id = params.id as DelegationId;
      await seen(viewer, id);
      await endDelegation(delegations, { viewer, actor, id });
      return seen(viewer, id);
    },
    candidates: async ({ viewer, query }) => ({ items: await views.candidates(viewer, query.q, mostCandidates) }),
  });
};
