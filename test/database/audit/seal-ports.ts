import { ed25519Signer } from '../../../src/adapters/crypto/ed25519-signer.ts';
import { nodeCrypto, randomIds } from '../../../src/adapters/crypto/node-crypto.ts';
import { secretBox } from '../../../src/adapters/crypto/secret-box.ts';
import { databaseClock } from '../../../src/adapters/postgres/clock.ts';
import { createTransact } from '../../../src/adapters/postgres/create-transact.ts';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';

/** What core needs to seal and sign, over one database; the key file's 32 bytes are all the same. */
export const sealPorts = (appUrl: string, keyByte = 7) => {
  const database = openDatabase(appUrl, { maxConnections: 4 });
  const ports = {
    transact: createTransact(database, async () => {}),
    clock: databaseClock(database),
    crypto: nodeCrypto,
    ids: randomIds,
    signer: ed25519Signer(secretBox(Buffer.alloc(32, keyByte))),
  };
  return { database, ports };
};
