import type { PersonId } from '../../shared/ids.ts';
import type { Actor } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { roleWords } from '../model/role-words.ts';
import type { Role } from '../model/roles.ts';
import type { Viewer } from '../model/viewer.ts';
import type { MemberPorts } from './ports.ts';
import { withMember } from './with-member.ts';

export interface GrantRole {
  viewer: Viewer;
  actor: Actor;
  personId: PersonId;
  role: Role;
}

/**
 * Gives a person a role, from their next request on, and tells them. Nothing happens when they were given it. Refuses
 * `member-not-found`, `person-inactive`, and `own-role`: what one gives oneself, nobody else has agreed to.
 */
export const grantRole = (ports: MemberPorts, command: GrantRole): Promise<void> =>
  withMember(ports, command, async (member, unit, by) => {
    const { role } = command;
    // One that a claim gave becomes one that was given by hand, and stays when the claim goes.
    const isByHand = member.roles.includes(role) && !(await unit.people.claimedRoles(member.id)).includes(role);
    if (isByHand) return;
    if (member.status !== 'active')
      throw new Refusal('conflict', 'person-inactive', `${member.name} has left, as the directory says.`);
    if (member.id === by.id)
      throw new Refusal('forbidden', 'own-role', 'Nobody gives a role to themselves. Ask another Super Administrator.');
    const now = await ports.clock.now();
    await unit.people.grantRole(member.id, role, by.id, now);
    await unit.audit({
      at: now,
      actor: command.actor,
      action: 'role.granted',
      objectKind: 'person',
      objectId: member.id,
      detail: { role },
    });
    const { name, summary } = roleWords[role];
    await unit.notifications.tell(
      [
        {
          personId: member.id,
          kind: 'role-changed',
          objectKind: 'person',
          objectId: member.id,
          title: `You are ${withArticle(name)} now`,
          body: `${by.name} gave you the role. ${summary}`,
          link: '/',
          dedupeKey: `role-granted:${role}:${now}`,
        },
      ],
      now,
    );
  });

export const withArticle = (name: string): string => `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
