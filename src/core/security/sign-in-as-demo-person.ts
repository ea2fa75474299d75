import type { PersonId } from '../shared/ids.ts';
import { Refusal } from '../shared/refusal.ts';
import type { DemoRole, DemoSignIn } from './model/demo-sign-in.ts';
import { type OpenedSession, openSession, type SignInContext } from './open-session.ts';
import type { SecurityPorts } from './ports.ts';

/** `signIns` is null outside the demo: nobody signs in without a credential there. */
export interface DemoPorts extends SecurityPorts {
  signIns: readonly DemoSignIn[] | null;
}
export interface SignInAsDemoPerson extends SignInContext {
  /** One of the offered people by what they are there for, or anybody by id. */
  as: DemoRole | PersonId;
}

/** Demo only: sign in as somebody without a password. Refuses `demo-only`, `demo-person-unknown`. */
export const signInAsDemoPerson = async (ports: DemoPorts, command: SignInAsDemoPerson): Promise<OpenedSession> => {
  const { signIns } = ports;
  if (!signIns) throw demoOnly();
  return ports.transact(async (unit) => {
    const offered = signIns.find((signIn) => signIn.as === command.as);
    const person = offered ? await unit.people.byEmail(offered.email) : await unit.people.byId(command.as as PersonId);
    if (person?.status !== 'active')
      throw new Refusal('not-found', 'demo-person-unknown', 'There is no such person in the demo.', { field: 'as' });
    return openSession(unit, ports, person.id, 'demo', command);
  });
};

export const demoOnly = (): Refusal =>
  new Refusal('not-found', 'demo-only', 'This is there in the demo only, and this is not the demo.');

/** The people the demo's sign-in page offers. Refuses `demo-only`. */
export const listDemoSignIns = (ports: DemoPorts) => {
  const { signIns } = ports;
  if (!signIns) throw demoOnly();
  return ports.transact(async ({ people }) => {
    const found = [];
    for (const signIn of signIns) {
      const person = await people.byEmail(signIn.email);
      if (person?.status !== 'active') continue;
      const { id, name, title } = person;
      found.push({ as: signIn.as, person: { id, name, title }, description: signIn.description });
    }
    return found;
  });
};
