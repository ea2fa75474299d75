import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Session, sessionRoutes } from '../../../contract/session.ts';
import { completeFirstRun } from '../../../core/security/complete-first-run.ts';
import { createApiToken } from '../../../core/security/create-api-token.ts';
import { permissionsOf } from '../../../core/security/model/roles.ts';
import { absoluteLimitMs } from '../../../core/security/model/session-limits.ts';
import type { OpenedSession } from '../../../core/security/open-session.ts';
import type { SessionViews } from '../../../core/security/ports.ts';
import { listApiTokens, revokeApiToken } from '../../../core/security/revoke-api-token.ts';
import { type DemoPorts, listDemoSignIns, signInAsDemoPerson } from '../../../core/security/sign-in-as-demo-person.ts';
import { signInWithPassword } from '../../../core/security/sign-in-with-password.ts';
import { signOut } from '../../../core/security/sign-out.ts';
import type { ApiTokenId, PersonId } from '../../../core/shared/ids.ts';
import { type Authenticator, cookieName, hasSession } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';
import { idempotentRequest } from './idempotent-request.ts';

/** `signIns` is null outside the demo. */
export interface SessionRoutePorts {
  security: DemoPorts;
  views: SessionViews;
  isHttps: boolean;
  version: string;
}

export const registerSessionRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  ports: SessionRoutePorts,
): void => {
  const { security } = ports;
  const cookie = sessionCookie(ports.isHttps);
  const contextOf = (input: { request: FastifyRequest; requestId: string }) => ({
    requestId: input.requestId,
    previousSecret: cookie.secretOf(input.request),
  });
  const answer = async (reply: FastifyReply, opened: OpenedSession): Promise<Session> => {
    cookie.set(reply, opened);
    return describe(ports, opened.personId);
  };
  implement(app, authenticator, sessionRoutes, {
    signInOptions: async () => ({
      isDemo: security.signIns !== null,
      isFirstRunPending: !(await security.transact(({ people }) => people.hasSuperAdministrator())),
    }),
    demoSignIns: async () => ({ items: await listDemoSignIns(security) }),
    signIn: async (input) => {
      const context = contextOf(input);
      const { body, reply } = input;
      return answer(
        reply,
        body.kind === 'demo'
          ? await signInAsDemoPerson(security, { ...context, as: body.as as PersonId })
          : await signInWithPassword(security, { ...context, email: body.email, password: body.password }),
      );
    },
    firstRun: async (input) =>
      answer(input.reply, await completeFirstRun(security, { ...contextOf(input), ...input.body })),
    whoAmI: async ({ viewer }) => describe(ports, viewer.personId),
    signOut: async ({ request, reply, requestId }) => {
      const secret = cookie.secretOf(request);
      if (secret !== null) await signOut(security, { secret, requestId });
      cookie.clear(reply);
    },
    listApiTokens: async ({ viewer }) => ({ items: await listApiTokens(security, viewer) }),
    createApiToken: (input) =>
      createApiToken(security, {
        viewer: input.viewer,
        actor: input.actor,
        ...input.body,
        hasSession: hasSession(input.request),
        idempotency: idempotentRequest(input),
      }),
    revokeApiToken: ({ viewer, actor, params }) =>
      revokeApiToken(security, { viewer, actor, id: params.id as ApiTokenId }),
  });
};

const describe = async (ports: SessionRoutePorts, personId: PersonId): Promise<Session> => {
  const view = await ports.views.describe(personId);
  return {
    ...view,
    permissions: permissionsOf(view.roles),
    isDemo: ports.security.signIns !== null,
    version: ports.version,
  };
};

/** SameSite=Lax, so that a link in an e-mail finds you signed in; changes from other sites are refused besides. */
const sessionCookie = (isHttps: boolean) => {
  const name = cookieName(isHttps);
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps } as const;
  return {
    secretOf: (request: FastifyRequest): string | null => request.cookies[name] ?? null,
    set: (reply: FastifyReply, opened: OpenedSession) =>
      reply.setCookie(name, opened.secret, { ...options, maxAge: absoluteLimitMs / 1000 }),
    clear: (reply: FastifyReply) => reply.clearCookie(name, options),
  };
};
