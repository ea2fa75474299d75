import type { PersonId } from '../../shared/ids.ts';
import type { Actor, Clock, Instant, UnitOfWork } from '../../shared/ports.ts';
import { withArticle } from '../members/grant-role.ts';
import type { ClaimedPerson } from '../model/oidc-claims.ts';
import { roleWords } from '../model/role-words.ts';
import type { Role } from '../model/roles.ts';
import type { OidcStores } from './ports.ts';

type Unit = UnitOfWork & OidcStores;
interface Claimed {
  personId: PersonId;
  actor: Actor;
  claim: string;
  providerName: string;
  person: Pick<ClaimedPerson, 'roles' | 'isRolesClaimSent'>;
}

/**
 * Gives the roles that the provider's claim gives now, and takes those away that it gave before and does not give any
 * more. What was given by hand stays. The last Super Administrator keeps the role, so that somebody can always decide who
 * may do what; it goes at a later sign-in, once there is another.
 */
export const applyClaimedRoles = async (unit: Unit, ports: { clock: Clock }, claimed: Claimed): Promise<void> => {
  const { personId, person } = claimed;
  if (isNothingToDo(await rolesOf(unit, personId), person.roles)) return;
  // Only who changes something waits for a turn; what there is to change is looked at again then.
  await unit.people.takeTurnWithRoles();
  const { held, fromClaim } = await rolesOf(unit, personId);
  const now = await ports.clock.now();
  for (const role of person.roles.filter((each) => !held.includes(each))) {
    await unit.people.grantClaimedRole(personId, role, now);
    await audit(unit, claimed, now, 'role.granted', role);
  }
  for (const role of fromClaim.filter((each) => !person.roles.includes(each))) await takeAway(unit, claimed, now, role);
};

interface RolesNow {
  held: readonly Role[];
  fromClaim: readonly Role[];
}
const rolesOf = async (unit: Unit, id: PersonId): Promise<RolesNow> => ({
  held: (await unit.people.byId(id))?.roles ?? [],
  fromClaim: await unit.people.claimedRoles(id),
});
const isNothingToDo = ({ held, fromClaim }: RolesNow, given: readonly Role[]): boolean =>
  given.every((role) => held.includes(role)) && fromClaim.every((role) => given.includes(role));

const takeAway = async (unit: Unit, claimed: Claimed, now: Instant, role: Role): Promise<void> => {
  if (role === 'super-administrator' && (await unit.people.countHolders(role)) === 1)
    return audit(unit, claimed, now, 'role.kept', role, { reason: 'the last Super Administrator' });
  await unit.people.takeRole(claimed.personId, role);
  await audit(unit, claimed, now, 'role.taken-away', role);
  await unit.notifications.tell(
    [
      {
        personId: claimed.personId,
        kind: 'role-changed',
        objectKind: 'person',
        objectId: claimed.personId,
        title: `You are no longer ${withArticle(roleWords[role].name)}`,
        body: `${claimed.providerName} no longer gives you the role. What you own and what you did stays as it is; ask whoever manages your groups there if you still need the role.`,
        link: '/',
        dedupeKey: `role-taken-away:${role}:${now}`,
      },
    ],
    now,
  );
};

const audit = (
  unit: Unit,
  { personId, actor, claim, person }: Claimed,
  at: Instant,
  action: 'role.granted' | 'role.taken-away' | 'role.kept',
  role: Role,
  more: Record<string, unknown> = {},
): Promise<void> =>
  unit.audit({
    at,
    actor,
    action,
    objectKind: 'person',
    objectId: personId,
    detail: { role, by: 'claim', claim, isClaimSent: person.isRolesClaimSent, ...more },
  });
