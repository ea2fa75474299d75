import type { Actor, Instant } from '../shared/ports.ts';
import type { Transact } from '../shared/transact.ts';

export interface MatchCounts {
  /** People made from Identity Center users whose e-mail nobody had. */
  peopleAdded: number;
  /** People known from Identity Center alone whose name, title or status there changed. */
  peopleChanged: number;
  linked: number;
  /** Links whose reason is gone: the identity vanished, or its e-mail is another now. */
  unlinked: number;
}
/** Set-based, over the whole current inventory; calls at once take turns. */
export interface IdentityMatcher {
  match(now: Instant): Promise<MatchCounts>;
}

/**
 * Says whose each identity is, as far as e-mails and user names tell (DIR-2): an Identity Center user or an IAM user whose
 * user name is a person's e-mail, then an Identity Center user by its primary e-mail. What an administrator linked is
 * left alone. Running it again changes nothing; one audit entry counts what a run changed.
 */
export const matchIdentities = (
  ports: { transact: Transact<{ identities: IdentityMatcher }>; now: () => Promise<Instant> },
  command: { actor: Actor },
): Promise<MatchCounts> =>
  ports.transact(async (unit) => {
    const now = await ports.now();
    const counts = await unit.identities.match(now);
    if (Object.values(counts).some((count) => count > 0))
      await unit.audit({
        at: now,
        actor: command.actor,
        action: 'identities.matched',
        objectKind: 'directory',
        objectId: 'identities',
        detail: { ...counts },
      });
    return counts;
  });
