import { Refusal } from '../../shared/refusal.ts';
import { type ClaimedPerson, readClaims, wantedClaims } from '../model/oidc-claims.ts';
import { requestSecretsOf } from '../model/oidc-request.ts';
import { actorOf, type OpenedSession, openSession, type SignInContext } from '../open-session.ts';
import { applyClaimedRoles } from './apply-claimed-roles.ts';
import { requireOidc } from './begin-oidc-sign-in.ts';
import type { Identified, OidcPorts, ProviderAnswer } from './ports.ts';
import { recognisePerson } from './recognise-person.ts';
import { idTokenPurpose } from './sign-out-url.ts';

export interface SignInWithOidc extends SignInContext {
  answer: ProviderAnswer;
  /** Of the browser's cookie; null when it has none. */
  browserSecret: string | null;
}

/**
 * Signs in whoever came back from the provider, in the browser that was sent there, with a new session; makes the person
 * at first sign-in, with no role but everyone's and what the claim gives. Refuses `oidc-sign-in-unknown`, and whatever
 * the provider, its claims or the person's standing stop.
 */
export const signInWithOidc = async (
  ports: OidcPorts,
  command: SignInWithOidc,
): Promise<OpenedSession & { nextPath: string }> => {
  const { provider, rules } = requireOidc(ports);
  const { answer, browserSecret } = command;
  if (browserSecret === null) throw signInUnknown();
  const secrets = requestSecretsOf(ports.crypto, browserSecret);
  // Before anything is used up: the answer to another tab's question leaves this one's standing.
  if (answer.state !== secrets.state) throw signInUnknown();
  const pending = await ports.transact(async ({ pendingSignIns }) =>
    pendingSignIns.take(ports.crypto.sha256(browserSecret), await ports.clock.now()),
  );
  if (!pending) throw signInUnknown();
  const identified = await provider.identify(answer, secrets, wantedClaims(rules));
  try {
    const opened = await open(ports, command, identified, readClaims(identified.claims, rules));
    return { ...opened, nextPath: pending.nextPath };
  } catch (error) {
    if (error instanceof Refusal) await recordRefusal(ports, command, identified, error);
    throw error;
  }
};

const open = (
  ports: OidcPorts,
  command: SignInWithOidc,
  { issuer, subject, idToken }: Identified,
  claimed: ClaimedPerson,
): Promise<OpenedSession> => {
  const { provider, rules } = requireOidc(ports);
  const at = { issuer, subject };
  return ports.transact(async (unit) => {
    const person = await recognisePerson(unit, ports, at, claimed, command.requestId);
    const actor = actorOf(person.id, command.requestId);
    await applyClaimedRoles(unit, ports, {
      personId: person.id,
      actor,
      claim: rules.rolesClaim,
      providerName: provider.name,
      person: claimed,
    });
    await unit.oidcSubjects.signedIn(issuer, subject, await ports.clock.now());
    const sealedIdToken = ports.secrets?.seal(idToken, idTokenPurpose) ?? null;
    return openSession(unit, ports, person.id, 'oidc', { ...command, sealedIdToken });
  });
};

const signInUnknown = (): Refusal =>
  new Refusal(
    'forbidden',
    'oidc-sign-in-unknown',
    'This sign-in was not begun in this browser at this address, took longer than ten minutes, or was used already. Sign in again.',
  );

/** Somebody whom the provider vouches for was not let in: an administrator will be asked why. */
const recordRefusal = (
  ports: OidcPorts,
  { requestId }: SignInWithOidc,
  { subject }: Identified,
  { code, facts }: Refusal,
): Promise<void> =>
  ports.transact(async (unit) =>
    unit.audit({
      at: await ports.clock.now(),
      actor: { kind: 'system', ...(requestId === undefined ? {} : { requestId }) },
      action: 'session.refused',
      ...(typeof facts.personId === 'string'
        ? { objectKind: 'person', objectId: facts.personId }
        : { objectKind: 'installation', objectId: 'sign-in' }),
      detail: { method: 'oidc', code, subject },
    }),
  );
