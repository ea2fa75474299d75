import type { OidcPorts } from './oidc/ports.ts';
import { providerSignOutUrl } from './oidc/sign-out-url.ts';
import { actorOf } from './open-session.ts';
import type { SecurityPorts } from './ports.ts';

/**
 * Ends the session behind this cookie; nothing happens when it had ended already. Returns where the browser goes to sign
 * out of the provider as well, where the session came from there and the provider offers it.
 */
export const signOut = async (
  ports: SecurityPorts & Pick<OidcPorts, 'oidc' | 'secrets'>,
  command: { secret: string; requestId?: string },
): Promise<string | null> => {
  const closed = await ports.transact(async (unit) => {
    const session = await unit.sessions.remove(ports.crypto.sha256(command.secret));
    if (session)
      await unit.audit({
        at: await ports.clock.now(),
        actor: actorOf(session.personId, command.requestId),
        action: 'session.closed',
        objectKind: 'person',
        objectId: session.personId,
      });
    return session;
  });
  return providerSignOutUrl(ports, closed);
};
