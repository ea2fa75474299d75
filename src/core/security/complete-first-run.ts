import type { PersonId } from '../shared/ids.ts';
import type { Instant, UnitOfWork } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import { actorOf, type OpenedSession, openSession, type SignInContext } from './open-session.ts';
import type { SecurityPorts, SecurityStores } from './ports.ts';

export interface CompleteFirstRun extends SignInContext {
  token: string;
  name: string;
  email: string;
  password: string;
}

/**
 * Whoever holds the one-time link becomes the first Super Administrator, with a password, and is signed in. Refuses
 * `first-run-over` once there is one, `first-run-link-invalid` for a link that is unknown, used or older than 24 hours.
 */
export const completeFirstRun = async (ports: SecurityPorts, command: CompleteFirstRun): Promise<OpenedSession> => {
  const digest = ports.crypto.sha256(command.token);
  // Anybody may ask this: a made-up link costs neither the hash of a password nor a turn.
  const asked = await ports.clock.now();
  await ports.transact(async (unit) => {
    if (!(await unit.firstRunTokens.isUsable(digest, asked))) throw await refusalOf(unit);
  });
  const passwordHash = await ports.crypto.hashPassword(command.password);
  return ports.transact(async (unit) => {
    await unit.firstRunTokens.takeTurn();
    const now = await ports.clock.now();
    if ((await unit.people.hasSuperAdministrator()) || !(await unit.firstRunTokens.use(digest, now)))
      throw await refusalOf(unit);
    const personId = await becomeSuperAdministrator(unit, ports, command, now);
    await unit.credentials.setPassword(personId, passwordHash);
    return openSession(unit, ports, personId, 'first-run', command);
  });
};

/** Why a link may not be used: asked after the link, so that whoever used it is seen. */
const refusalOf = async (unit: SecurityStores): Promise<Refusal> =>
  (await unit.people.hasSuperAdministrator())
    ? new Refusal('conflict', 'first-run-over', 'There is a Super Administrator already. Sign in, or ask them.')
    : new Refusal(
        'forbidden',
        'first-run-link-invalid',
        'This link is unknown, was used, or is older than 24 hours. Start Countersign again, or run its first-run-link command, for a new one.',
        { field: 'token' },
      );

/** Somebody with this e-mail may be in the directory already, from an earlier sync: then it is they. */
const becomeSuperAdministrator = async (
  unit: UnitOfWork & SecurityStores,
  ports: SecurityPorts,
  command: CompleteFirstRun,
  now: Instant,
): Promise<PersonId> => {
  const email = command.email.toLowerCase();
  const known = await unit.people.byEmail(email);
  if (known && known.status !== 'active')
    throw new Refusal('conflict', 'person-inactive', `${known.name} has left, as the directory says.`, {
      field: 'email',
    });
  const id = known?.id ?? ports.ids.next('per');
  const entry = { at: now, actor: actorOf(id, command.requestId), objectKind: 'person', objectId: id };
  if (!known) {
    const nothing = { title: null, department: null, managerId: null };
    await unit.people.add({ id, name: command.name, email, ...nothing, status: 'active', source: 'first-run' }, now);
    await unit.audit({ ...entry, action: 'person.added', detail: { source: 'first-run' } });
  }
  await unit.people.grantRole(id, 'super-administrator', null, now);
  await unit.audit({ ...entry, action: 'role.granted', detail: { role: 'super-administrator', by: 'first-run link' } });
  return id;
};
