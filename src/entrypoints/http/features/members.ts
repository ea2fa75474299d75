import type { FastifyInstance } from 'fastify';
import { memberRoutes } from '../../../contract/members.ts';
import { grantRole } from '../../../core/security/members/grant-role.ts';
import { inviteMember } from '../../../core/security/members/invite-member.ts';
import type { MemberPorts, MemberView, MemberViews } from '../../../core/security/members/ports.ts';
import { takeRoleAway } from '../../../core/security/members/take-role-away.ts';
import { memberNotFound } from '../../../core/security/members/with-member.ts';
import { roleWords } from '../../../core/security/model/role-words.ts';
import { roles } from '../../../core/security/model/roles.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { PersonId } from '../../../core/shared/ids.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';
import { idempotentRequest } from './idempotent-request.ts';

/** Who may do what (SEC-2). */
export const registerMemberRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  { members, views }: { members: MemberPorts; views: MemberViews },
): void => {
  const shown = async (viewer: Viewer, id: PersonId): Promise<MemberView> => {
    const member = await views.get(viewer, id);
    if (!member) throw memberNotFound();
    return member;
  };
  implement(app, authenticator, memberRoutes, {
    list: ({ viewer, query }) => views.list(viewer, query),
    roles: async ({ viewer }) => {
      const holders = await views.holders(viewer);
      const items = roles.map((role) => {
        const { may, mayNot, ...words } = roleWords[role];
        return { role, ...words, may: [...may], mayNot: [...mayNot], holderCount: holders[role] };
      });
      return { items };
    },
    get: ({ viewer, params }) => shown(viewer, params.id as PersonId),
    invite: async (input) => {
      const { viewer, actor, body } = input;
      return shown(
        viewer,
        await inviteMember(members, { viewer, actor, ...body, idempotency: idempotentRequest(input) }),
      );
    },
    grant: async ({ viewer, actor, params, body }) => {
      const personId = params.id as PersonId;
      await grantRole(members, { viewer, actor, personId, role: body.role });
      return shown(viewer, personId);
    },
    takeAway: async ({ viewer, actor, params }) => {
      const personId = params.id as PersonId;
      await takeRoleAway(members, { viewer, actor, personId, role: params.role });
      return shown(viewer, personId);
    },
  });
};
