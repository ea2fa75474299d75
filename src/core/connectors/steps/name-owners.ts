import type { Viewer } from '../../security/model/viewer.ts';
import type { SecurityStores } from '../../security/ports.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Actor, Instant, UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { ownerRoles } from '../model/connector.ts';

/**
 * Checks that these people may own a connector (CON-3). Refuses `owner-unknown`, and `owner-lacks-role` naming them;
 * a Super Administrator grants the missing role by naming them.
 */
export const nameOwners = async (
  unit: UnitOfWork & Pick<SecurityStores, 'people'>,
  command: { viewer: Viewer; actor: Actor; ownerIds: readonly PersonId[] },
  now: Instant,
): Promise<PersonId[]> => {
  const ids = [...new Set(command.ownerIds)];
  const people = (await unit.people.byIds(ids)).filter((person) => person.status === 'active');
  if (people.length < ids.length)
    throw new Refusal('invalid', 'owner-unknown', 'Not everybody named as owner is in the directory and active.', {
      field: 'ownerIds',
      facts: { personIds: ids.filter((id) => !people.some((person) => person.id === id)) },
    });
  const lacking = people.filter(
    (person) => !person.roles.some((role) => (ownerRoles as readonly string[]).includes(role)),
  );
  if (lacking.length > 0 && !command.viewer.roles.includes('super-administrator'))
    throw new Refusal(
      'invalid',
      'owner-lacks-role',
      `${lacking.map((person) => person.name).join(', ')}: an owner must be a Connector Administrator. Ask a Super Administrator to grant the role.`,
      { field: 'ownerIds', facts: { people: lacking.map(({ id, name }) => ({ id, name })) } },
    );
  for (const person of lacking) {
    await unit.people.grantRole(person.id, 'connector-administrator', command.viewer.personId, now);
    await unit.audit({
      at: now,
      actor: command.actor,
      action: 'role.granted',
      objectKind: 'person',
      objectId: person.id,
      detail: { role: 'connector-administrator', by: 'naming as owner of a connector' },
    });
  }
  return ids;
};
