import { ed25519Signer } from '../adapters/crypto/ed25519-signer.ts';
import { readSecretKey, type SecretBox, secretBox, secretsIn } from '../adapters/crypto/secret-box.ts';
import type { Database } from '../adapters/postgres/database.ts';
import { sealedValueStore } from '../adapters/postgres/security/sealed-value-store.ts';
import type { createLog } from '../adapters/system/log.ts';
import type { Config } from '../config.ts';
import { secretKeyWatch } from '../core/security/secrets/secret-key-watch.ts';
import type { Signer } from '../core/security/signing/ports.ts';
import type { Clock, Secrets } from '../core/shared/ports.ts';

type KeyFile = Pick<Config, 'secretKeyFile'>;
const boxOf = (config: KeyFile): SecretBox | null =>
  config.secretKeyFile === null ? null : secretBox(readSecretKey(config.secretKeyFile));

/** Signs evidence and the audit log; null where the installation has no key file. */
export const signerOf = (config: KeyFile): Signer | null => {
  const box = boxOf(config);
  return box && ed25519Signer(box);
};

/** Keeps tokens of others; null where the installation has no key file. */
export const secretsOf = (config: KeyFile): Secrets | null => {
  const box = boxOf(config);
  return box && secretsIn(box);
};

interface WatchGround {
  database: Database;
  log: ReturnType<typeof createLog>;
  shared: { clock: Clock };
}

/** Looks at once, so that a process with the wrong key file says so before anybody needs a secret. */
export const watchSecretKey = async (config: KeyFile, { database, log, shared }: WatchGround) => {
  const sealedValues = sealedValueStore((text, values) => database.pool.query(text, values));
  const watch = secretKeyWatch({ sealedValues, key: boxOf(config), clock: shared.clock }, log);
  await watch.look().catch((err: unknown) => log.error({ err }, 'the stored secrets could not be looked at'));
  return watch;
};
