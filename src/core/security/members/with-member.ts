import type { PersonId } from '../../shared/ids.ts';
import type { UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { requirePermission, type Viewer } from '../model/viewer.ts';
import type { PersonRecord } from '../ports.ts';
import type { MemberPorts, MemberStores } from './ports.ts';

type Unit = UnitOfWork & MemberStores;

/**
 * Runs `work` in one transaction in which nobody else changes roles. Who asks must hold the permission then, too: a Super
 * Administrator who lost the role a moment ago changes nothing any more. Refuses `permission-missing`.
 */
export const inTurn = async <T>(
  ports: Pick<MemberPorts, 'transact'>,
  { viewer }: { viewer: Viewer },
  work: (unit: Unit, by: PersonRecord) => Promise<T>,
): Promise<T> => {
  requirePermission(viewer, 'members.manage');
  return ports.transact(async (unit) => {
    await unit.people.takeTurnWithRoles();
    const by = await unit.people.byId(viewer.personId);
    requirePermission({ ...viewer, roles: by?.roles ?? [] }, 'members.manage');
    return work(unit, by as PersonRecord);
  });
};

/** The same about one person. Refuses `member-not-found`. */
export const withMember = <T>(
  ports: Pick<MemberPorts, 'transact'>,
  command: { viewer: Viewer; personId: PersonId },
  work: (member: PersonRecord, unit: Unit, by: PersonRecord) => Promise<T>,
): Promise<T> =>
  inTurn(ports, command, async (unit, by) => {
    const member = await unit.people.byId(command.personId);
    if (!member) throw memberNotFound();
    return work(member, unit, by);
  });

export const memberNotFound = (): Refusal => new Refusal('not-found', 'member-not-found', 'There is no such person.');
