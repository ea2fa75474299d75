import { after } from './model/session-limits.ts';
import type { SecurityPorts } from './ports.ts';

export const firstRunLimitMs = 24 * 3_600_000;

/**
 * The token of a link with which one person may become the first Super Administrator within 24 hours; an earlier unused
 * link ends. Null when there is one already.
 */
export const firstRunLink = (ports: SecurityPorts): Promise<string | null> =>
  ports.transact(async (unit) => {
    await unit.firstRunTokens.takeTurn();
    if (await unit.people.hasSuperAdministrator()) return null;
    const now = await ports.clock.now();
    const token = ports.crypto.token();
    await unit.firstRunTokens.replace(ports.crypto.sha256(token), now, after(now, firstRunLimitMs));
    await unit.audit({
      at: now,
      actor: { kind: 'system' },
      action: 'first-run.link-made',
      objectKind: 'installation',
      objectId: 'first-run',
    });
    return token;
  });
