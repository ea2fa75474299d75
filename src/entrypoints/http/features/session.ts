import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Session, sessionRoutes } from '../../../contract/session.ts';
import { completeFirstRun } from '../../../core/security/complete-first-run.ts';
import { createApiToken } from '../../../core/security/create-api-token.ts';
import { permissionsOf } from '../../../core/security/model/roles.ts';
import { beginOidcSignIn } from '../../../core/security/oidc/begin-oidc-sign-in.ts';
import type { OidcPorts } from '../../../core/security/oidc/ports.ts';
import { signInWithOidc } from '../../../core/security/oidc/sign-in-with-oidc.ts';
import type { OpenedSession } from '../../../core/security/open-session.ts';
import type { SessionViews } from '../../../core/security/ports.ts';
import { listApiTokens, revokeApiToken } from '../../../core/security/revoke-api-token.ts';
import { type DemoPorts, listDemoSignIns, signInAsDemoPerson } from '../../../core/security/sign-in-as-demo-person.ts';
import { type PasswordPorts, signInWithPassword } from '../../../core/security/sign-in-with-password.ts';
import { signOut } from '../../../core/security/sign-out.ts';
import type { ApiTokenId, PersonId } from '../../../core/shared/ids.ts';
import { type Authenticator, hasSession } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';
import { sessionCookie, signInCookie } from '../core/session-cookie.ts';
import { idempotentRequest } from './idempotent-request.ts';

/** `signIns` is null outside the demo. */
export interface SessionRoutePorts {
  security: DemoPorts & PasswordPorts & OidcPorts;
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
  const pending = signInCookie(ports.isHttps);
  const contextOf = (input: { request: FastifyRequest; requestId: string }) => ({
    requestId: input.requestId,
    previousSecret: cookie.secretOf(input.request),
  });
  const answer = async (reply: FastifyReply, opened: OpenedSession): Promise<Session> => {
    cookie.set(reply, opened.secret);
    return describe(ports, opened.personId);
  };
  implement(app, authenticator, sessionRoutes, {
    signInOptions: async () => ({
      isDemo: security.signIns !== null,
      isFirstRunPending: !(await security.transact(({ people }) => people.hasSuperAdministrator())),
      provider: security.oidc && { name: security.oidc.provider.name },
      isLocalSignInAllowed: security.isLocalSignInAllowed,
      isHttps: ports.isHttps,
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
    beginOidcSignIn: async ({ body, reply }) => {
      const { authorizationUrl, browserSecret } = await beginOidcSignIn(security, { nextPath: body.next });
      pending.set(reply, browserSecret);
      return { authorizationUrl };
    },
    finishOidcSignIn: async (input) => {
      const { body, request, reply } = input;
      const browserSecret = pending.secretOf(request);
      const opened = await signInWithOidc(security, { ...contextOf(input), answer: body, browserSecret });
      pending.clear(reply);
      return { session: await answer(reply, opened), next: opened.nextPath };
    },
    firstRun: async (input) =>
      answer(input.reply, await completeFirstRun(security, { ...contextOf(input), ...input.body })),
    whoAmI: async ({ viewer }) => describe(ports, viewer.personId),
    signOut: async ({ request, reply, requestId }) => {
      const secret = cookie.secretOf(request);
      cookie.clear(reply);
      return { providerSignOutUrl: secret === null ? null : await signOut(security, { secret, requestId }) };
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
