import type { Ids, PersonId } from '../../shared/ids.ts';
import type { Actor, Clock, Instant, UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { type ClaimedPerson, claimMissing } from '../model/oidc-claims.ts';
import { actorOf } from '../open-session.ts';
import type { PersonRecord } from '../ports.ts';
import type { OidcStores } from './ports.ts';

export interface Subject {
  issuer: string;
  subject: string;
}
type Unit = UnitOfWork & OidcStores;
type Ports = { clock: Clock; ids: Ids };

/**
 * Who a subject of the provider is here: whom it was linked to; at first sign-in whoever has the e-mail that the provider
 * vouches for and has no subject yet; else somebody new. An e-mail alone never opens anybody's access. Refuses
 * `person-inactive`, `oidc-claim-missing`, `oidc-email-unverified` and `oidc-person-linked`.
 */
export const recognisePerson = async (
  unit: Unit,
  ports: Ports,
  at: Subject,
  claimed: ClaimedPerson,
  requestId: string | undefined,
): Promise<PersonRecord> => {
  const known = await personOf(unit, at);
  if (known) return known;
  // Two first sign-ins of the same subject at once become one person.
  await unit.oidcSubjects.takeTurn();
  const meanwhile = await personOf(unit, at);
  if (meanwhile) return meanwhile;
  const email = vouchedFor(claimed);
  const now = await ports.clock.now();
  const person = await unit.people.byEmail(email);
  if (person) {
    requireActive(person);
    await requireUnlinked(unit, at, person);
    await link(unit, at, person.id, now, actorOf(person.id, requestId), 'verified e-mail');
    return person;
  }
  const added = await addPerson(unit, ports, { name: claimed.name, email }, now, requestId);
  await link(unit, at, added.id, now, actorOf(added.id, requestId), 'new person');
  return added;
};

const personOf = async (unit: Unit, { issuer, subject }: Subject): Promise<PersonRecord | null> => {
  const id = await unit.oidcSubjects.personOf(issuer, subject);
  const person = id && (await unit.people.byId(id));
  if (!person) return null;
  requireActive(person);
  return person;
};

const requireActive = (person: PersonRecord): void => {
  if (person.status !== 'active')
    throw new Refusal('conflict', 'person-inactive', `${person.name} has left, as the directory says.`, {
      facts: { personId: person.id },
    });
};

/** An address that somebody only typed in at the provider would make them whoever has it here. */
const vouchedFor = ({ email, isEmailVerified }: ClaimedPerson): string => {
  if (email === null) throw claimMissing('email');
  if (!isEmailVerified)
    throw new Refusal(
      'forbidden',
      'oidc-email-unverified',
      `The provider does not say that it has verified ${email}. Have it verify the address, or set OIDC_EMAIL_VERIFIED_CLAIM to the claim by which it says so.`,
      { facts: { email } },
    );
  return email;
};

const requireUnlinked = async (unit: Unit, { issuer }: Subject, person: PersonRecord): Promise<void> => {
  if (await unit.oidcSubjects.isLinked(person.id, issuer))
    throw new Refusal(
      'forbidden',
      'oidc-person-linked',
      `${person.name} signs in here as another user of the provider. If that user is gone, a Super Administrator can unlink it under Settings > Members.`,
      { facts: { personId: person.id } },
    );
};

const link = async (
  unit: Unit,
  at: Subject,
  personId: PersonId,
  now: Instant,
  actor: Actor,
  how: 'verified e-mail' | 'new person',
): Promise<void> => {
  await unit.oidcSubjects.link({ ...at, personId, now });
  await unit.audit({
    at: now,
    actor,
    action: 'sign-in.linked',
    objectKind: 'person',
    objectId: personId,
    detail: { ...at, how },
  });
};

const addPerson = async (
  unit: Unit,
  ports: Ports,
  { name, email }: { name: string; email: string },
  now: Instant,
  requestId: string | undefined,
): Promise<PersonRecord> => {
  const nothing = { title: null, department: null, managerId: null };
  const id = ports.ids.next('per');
  const person = { id, name, email, ...nothing, status: 'active', source: 'oidc' } as const;
  await unit.people.add(person, now);
  await unit.audit({
    at: now,
    actor: actorOf(id, requestId),
    action: 'person.added',
    objectKind: 'person',
    objectId: id,
    detail: { source: 'oidc' },
  });
  return { ...person, roles: [] };
};
