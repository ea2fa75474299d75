import { Refusal } from '../shared/refusal.ts';
import { afterFailure, decoyHash, isLocked } from './model/lock-out.ts';
import { type OpenedSession, openSession, type SignInContext } from './open-session.ts';
import type { PersonRecord, SecurityPorts } from './ports.ts';

export interface SignInWithPassword extends SignInContext {
  email: string;
  password: string;
}

export interface PasswordPorts extends SecurityPorts {
  /** False where the provider of OpenID Connect is the only way in. */
  isLocalSignInAllowed: boolean;
}

/**
 * Local sign-in. Unknown e-mail, wrong password, left people and a locked credential get the same refusal
 * `sign-in-refused` after the same work, so that nothing is learned about who exists. Five failures lock for 15 minutes.
 * Refuses `local-sign-in-off` to everybody where no password opens anything.
 */
export const signInWithPassword = async (ports: PasswordPorts, command: SignInWithPassword): Promise<OpenedSession> => {
  if (!ports.isLocalSignInAllowed)
    throw new Refusal(
      'forbidden',
      'local-sign-in-off',
      'Signing in with a password is off here. Sign in with the provider, or set COUNTERSIGN_LOCAL_SIGN_IN to on.',
    );
  const known = await ports.transact(async ({ people, credentials }) => {
    const person = await people.byEmail(command.email.toLowerCase());
    const hash = person?.status === 'active' ? await credentials.passwordHash(person.id) : null;
    return person && hash !== null ? { person, hash } : null;
  });
  // Outside of any transaction: it takes tens of milliseconds on purpose.
  const isRight = await ports.crypto.verifyPassword(known?.hash ?? decoyHash, command.password);
  // The refusal is thrown after the commit: the count of failures must stay.
  const opened = known ? await decide(ports, command, known.person, isRight) : null;
  if (!opened)
    throw new Refusal(
      'forbidden',
      'sign-in-refused',
      'E-mail or password is wrong. After five wrong passwords sign-in is closed for 15 minutes.',
    );
  return opened;
};

/** Decides under the row's lock, so that a hundred guesses sent at once are still five guesses. */
const decide = (
  ports: SecurityPorts,
  command: SignInWithPassword,
  person: PersonRecord,
  isRight: boolean,
): Promise<OpenedSession | null> =>
  ports.transact(async (unit) => {
    const now = await ports.clock.now();
    const attempts = await unit.credentials.lockAttempts(person.id);
    if (!attempts || isLocked(attempts, now)) return null;
    if (isRight) {
      await unit.credentials.saveAttempts(person.id, { failedAttempts: 0, lockedUntil: null });
      return openSession(unit, ports, person.id, 'password', command);
    }
    const next = afterFailure(attempts, now);
    await unit.credentials.saveAttempts(person.id, next);
    await unit.audit({
      at: now,
      actor: { kind: 'system', ...(command.requestId === undefined ? {} : { requestId: command.requestId }) },
      action: next.lockedUntil === null ? 'session.refused' : 'credential.locked',
      objectKind: 'person',
      objectId: person.id,
      detail: { failedAttempts: next.failedAttempts, lockedUntil: next.lockedUntil },
    });
    return null;
  });
