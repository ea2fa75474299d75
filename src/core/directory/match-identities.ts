import type { Actor, Clock, Instant, UnitOfWork } from '../shared/ports.ts';

export interface MatchCounts {
  /** People made from Identity Center users whose e-mail nobody had. */
  peopleAdded: number;
  /** People known from Identity Center alone whose name, title or status there changed. */
  peopleChanged: number;
  linked: number;
  /** Links whose reason is gone: the identity vanished, or its e-mail is another now. */
  unlinked: number;
}
/** One transaction. `match` is set-based, over the whole current inventory; calls at once take turns. */
export type IdentityMatching = <T>(
  work: (unit: Pick<UnitOfWork, 'audit'> & { match(now: Instant): Promise<MatchCounts> }) => Promise<T>,
) => Promise<T>;

/**
 * Says whose each identity is, as far as e-mails and user names tell (DIR-2): an Identity Center user or an IAM user whose
 * user name is a person's e-mail, then an Identity Center user by its primary e-mail. What an administrator linked is
 * left alone. Running it again changes nothing; one audit entry counts what a run changed.
 */
export const matchIdentities = async (
  ports: { matching: IdentityMatching; clock: Clock },
  command: { actor: Actor } = { actor: { kind: 'system' } },
): Promise<MatchCounts> => {
  const now = await ports.clock.now();
  return ports.matching(async (unit) => {
    const counts = await unit.match(now);
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
};
