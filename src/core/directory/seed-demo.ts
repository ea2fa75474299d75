import type { PersonRecord, SecurityStores } from '../security/ports.ts';
import type { Ids, PersonId } from '../shared/ids.ts';
import type { Clock, Instant, UnitOfWork } from '../shared/ports.ts';
import type { Transact } from '../shared/transact.ts';
import { type DemoPerson, demoDirectory } from './demo-directory.ts';

export interface SeedDemoPorts {
  transact: Transact<Pick<SecurityStores, 'people'>>;
  clock: Clock;
  ids: Ids;
}
type Unit = UnitOfWork & Pick<SecurityStores, 'people'>;

/**
 * Puts the demo's people and roles into the directory; returns how many were new. Somebody whom a sync found first is
 * completed. Called at every start of the demo: who is there already stays as they are, roles included.
 */
export const seedDemo = (ports: SeedDemoPorts): Promise<number> =>
  ports.transact(async (unit) => {
    const now = await ports.clock.now();
    const idOf = new Map<string, PersonId>();
    let seeded = 0;
    for (const person of demoDirectory) {
      const known = await unit.people.byEmail(person.email);
      idOf.set(person.email, known?.id ?? ports.ids.next('per'));
      if (known?.source === 'demo') continue;
      await seed(unit, person, known, idOf, now);
      seeded += 1;
    }
    return seeded;
  });

const seed = async (
  unit: Unit,
  person: DemoPerson,
  known: PersonRecord | null,
  idOf: ReadonlyMap<string, PersonId>,
  now: Instant,
): Promise<void> => {
  const id = idOf.get(person.email) as PersonId;
  const { name, email, title, department } = person;
  const facts = {
    title,
    department,
    managerId: (person.manager && idOf.get(person.manager)) || null,
    source: 'demo' as const,
  };
  const entry = { at: now, actor: { kind: 'system' as const }, objectKind: 'person', objectId: id };
  if (known) await unit.people.describe(id, facts, now);
  else await unit.people.add({ id, name, email, ...facts, status: 'active' }, now);
  await unit.audit({ ...entry, action: known ? 'person.changed' : 'person.added', detail: { source: 'demo' } });
  for (const role of person.roles) {
    if (await unit.people.grantRole(id, role, null, now))
      await unit.audit({ ...entry, action: 'role.granted', detail: { role, by: 'demo' } });
  }
};
