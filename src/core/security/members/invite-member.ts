import type { IdempotentRequest } from '../../shared/idempotency.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Actor } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { roleWords } from '../model/role-words.ts';
import type { Role } from '../model/roles.ts';
import type { Viewer } from '../model/viewer.ts';
import type { PersonRecord } from '../ports.ts';
import type { MemberMessage, MemberPorts, MemberStores } from './ports.ts';
import { inTurn } from './with-member.ts';

export interface InviteMember {
  viewer: Viewer;
  actor: Actor;
  name: string;
  email: string;
  roles: readonly Role[];
  idempotency: IdempotentRequest | null;
}

/**
 * Makes a person who may sign in with this e-mail, with these roles, and sends them the link. There is no credential in
 * it, nor anywhere else: whoever signs people in (SEC-1) vouches for the address. The person's id. Refuses
 * `member-exists` naming who has the e-mail already, and `person-inactive` when they have left.
 */
export const inviteMember = (ports: MemberPorts, command: InviteMember): Promise<PersonId> =>
  inTurn(ports, command, async (unit, by) => {
    const id = ports.ids.next('per');
    const earlier = command.idempotency && (await unit.idempotency.claim(command.idempotency, id));
    if (earlier) return earlier as PersonId;
    const email = command.email.toLowerCase();
    await requireNew(unit, email);
    const now = await ports.clock.now();
    const nothing = { title: null, department: null, managerId: null };
    await unit.people.add({ id, name: command.name, email, ...nothing, status: 'active', source: 'manual' }, now);
    const entry = { at: now, actor: command.actor, objectKind: 'person', objectId: id };
    await unit.audit({ ...entry, action: 'person.invited', detail: { source: 'manual' } });
    const roles = [...new Set(command.roles)];
    for (const role of roles) {
      await unit.people.grantRole(id, role, by.id, now);
      await unit.audit({ ...entry, action: 'role.granted', detail: { role, by: 'invitation' } });
    }
    await unit.notifications.tell([invitation(id, by, email, roles)], now);
    return id;
  });

const requireNew = async ({ people }: Pick<MemberStores, 'people'>, email: string): Promise<void> => {
  const known = await people.byEmail(email);
  if (!known) return;
  if (known.status !== 'active')
    throw new Refusal('conflict', 'person-inactive', `${known.name} has left, as the directory says.`, {
      field: 'email',
    });
  throw new Refusal('conflict', 'member-exists', `${known.name} has this e-mail and may sign in already.`, {
    field: 'email',
    facts: { personId: known.id, name: known.name },
  });
};

const invitation = (id: PersonId, by: PersonRecord, email: string, roles: readonly Role[]): MemberMessage => ({
  personId: id,
  kind: 'invitation',
  objectKind: 'person',
  objectId: id,
  title: `${by.name} invites you to Countersign`,
  body: [
    'Countersign shows who can reach what in AWS, and is where access is asked for, approved and reviewed.',
    `Sign in as ${email}.`,
    ...roles.map((role) => `Your role: ${roleWords[role].name}. ${roleWords[role].summary}`),
  ].join('\n'),
  link: '/sign-in',
  dedupeKey: 'invitation',
});
