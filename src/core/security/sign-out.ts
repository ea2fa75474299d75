import { actorOf } from './open-session.ts';
import type { SecurityPorts } from './ports.ts';

/** Ends the session behind this cookie; nothing happens when it had ended already. */
export const signOut = (ports: SecurityPorts, command: { secret: string; requestId?: string }): Promise<void> =>
  ports.transact(async (unit) => {
    const personId = await unit.sessions.remove(ports.crypto.sha256(command.secret));
    if (!personId) return;
    await unit.audit({
      at: await ports.clock.now(),
      actor: actorOf(personId, command.requestId),
      action: 'session.closed',
      objectKind: 'person',
      objectId: personId,
    });
  });
