import type { PersonId } from '../../shared/ids.ts';
import type { Actor } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { roleWords } from '../model/role-words.ts';
import type { Role } from '../model/roles.ts';
import type { Viewer } from '../model/viewer.ts';
import { withArticle } from './grant-role.ts';
import type { MemberPorts } from './ports.ts';
import { withMember } from './with-member.ts';

export interface TakeRoleAway {
  viewer: Viewer;
  actor: Actor;
  personId: PersonId;
  role: Role;
}

/**
 * Takes a role from a person, from their next request on, and tells them; one may lay down one's own. What they own and
 * what they did stays as it is; one that a claim gave comes back at their next sign-in while the claim gives it. Nothing
 * happens when they do not hold it. Refuses `member-not-found` and
 * `last-super-administrator`: somebody must always be able to decide who may do what.
 */
export const takeRoleAway = (ports: MemberPorts, command: TakeRoleAway): Promise<void> =>
  withMember(ports, command, async (member, unit, by) => {
    const { role } = command;
    if (!member.roles.includes(role)) return;
    const isLast =
      role === 'super-administrator' && member.status === 'active' && (await unit.people.countHolders(role)) === 1;
    if (isLast)
      throw new Refusal(
        'conflict',
        'last-super-administrator',
        `${member.name} is the last Super Administrator. Make somebody else one first.`,
      );
    const now = await ports.clock.now();
    await unit.people.takeRole(member.id, role);
    await unit.audit({
      at: now,
      actor: command.actor,
      action: 'role.taken-away',
      objectKind: 'person',
      objectId: member.id,
      detail: { role },
    });
    if (member.id === by.id) return;
    await unit.notifications.tell(
      [
        {
          personId: member.id,
          kind: 'role-changed',
          objectKind: 'person',
          objectId: member.id,
          title: `You are no longer ${withArticle(roleWords[role].name)}`,
          body: `${by.name} took the role away. What you own and what you did stays as it is; ask them if you still need the role.`,
          link: '/',
          dedupeKey: `role-taken-away:${role}:${now}`,
        },
      ],
      now,
    );
  });
