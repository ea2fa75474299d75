import type { Clock, Instant } from '../../shared/ports.ts';
import { checkSecretKey } from './check-secret-key.ts';
import type { CheckSecretKeyPorts } from './ports.ts';

/** Who asks for readiness does so every few seconds; what is stored is looked at once in this time at most. */
const lookEveryMs = 30_000;

/** Says in the log when the key of this process does not open what is stored, and when it does again. */
export const secretKeyWatch = (
  ports: CheckSecretKeyPorts & { clock: Clock },
  log: { error(facts: object, message: string): void; info(facts: object, message: string): void },
) => {
  const key = ports.key?.fingerprint ?? null;
  let found: string | null = null;
  let lookedAt: Instant | null = null;
  const look = async (): Promise<void> => {
    lookedAt = await ports.clock.now();
    const reason = await checkSecretKey(ports);
    if (reason !== null && reason !== found) log.error({ key, reason }, 'stored secrets cannot be opened');
    if (reason === null && found !== null) log.info({ key }, 'every stored secret can be opened again');
    found = reason;
  };
  const isDue = async (): Promise<boolean> =>
    lookedAt === null || Date.parse(await ports.clock.now()) - Date.parse(lookedAt) >= lookEveryMs;
  return {
    look,
    /** Null while every stored secret can be opened. */
    async impairedBecause(): Promise<string | null> {
      if (await isDue()) await look();
      return found;
    },
  };
};
