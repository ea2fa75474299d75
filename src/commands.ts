import { parseArgs } from 'node:util';
import { createCedarEngine } from './adapters/cedar/cedar-engine.ts';
import { readSecretKey, secretBox } from './adapters/crypto/secret-box.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import { endWithParent } from './adapters/system/end-with-parent.ts';
import { composeGround } from './compose/ground.ts';
import { signerOf } from './compose/keys.ts';
import { serve } from './compose/serve.ts';
import { work } from './compose/work.ts';
import { type Config, readConfig } from './config.ts';
import { seedDemoPolicies } from './core/access/policies/seed-demo-policies.ts';
import { seedDemo } from './core/directory/seed-demo.ts';
import { firstRunLink } from './core/security/first-run-link.ts';
import type { SealingKey } from './core/security/secrets/ports.ts';
import { type RotationCounts, rotateSecretKey } from './core/security/secrets/rotate-secret-key.ts';
import { rotateSigningKey } from './core/security/signing/rotate-signing-key.ts';

const usage = `Usage: node src/main.ts COMMAND

  migrate          bring the database to this version's schema (DATABASE_OWNER_URL)
  serve            the HTTP server and the page
  worker           the jobs: syncs and what follows them
  first-run-link   print a one-time link for the first Super Administrator; nothing when there is one
  rotate-signing-key
                   make the next key that signs evidence, endorsed by the one before
  rotate-secret-key --new-key-file FILE
                   encrypt every stored secret anew, from the key of COUNTERSIGN_SECRET_KEY_FILE to that of FILE
  demo-seed        put the demo's people and policies into the database (demo only)
`;

/** Runs one command of the server's side; returns the exit code. Long-running ones end with their signal. */
export const runCommand = async (command: string, options: string[] = []): Promise<number> => {
  if (command === 'help') {
    console.log(usage);
    return 0;
  }
  const run = commands[command];
  if (!run) {
    console.error(`There is no command ${command}.\n\n${usage}`);
    return 2;
  }
  return run(readConfig(), options);
};

const commands: Record<string, (config: Config, options: string[]) => Promise<number>> = {
  async migrate(config) {
    if (!config.databaseOwnerUrl) throw new Error('Set DATABASE_OWNER_URL: only the owner role may change the schema.');
    const { version, applied } = await migrate(config.databaseOwnerUrl);
    console.log(applied.length === 0 ? `The schema is current (${version}).` : `Applied ${applied.join(', ')}.`);
    return 0;
  },
  async serve(config) {
    const server = await serve(config);
    endWithParent({ watchesStdin: config.exitsWithStdin }, server.stop);
    return 0;
  },
  async worker(config) {
    const worker = await work(config);
    endWithParent({ watchesStdin: config.exitsWithStdin }, worker.stop);
    return 0;
  },
  'demo-seed': (config) =>
    withGround(config, async (ground) => {
      if (!config.isDemo) throw new Error('The demo directory belongs into the demo only (COUNTERSIGN_MODE=demo).');
      await seedDemo(ground.shared);
      const engine = await createCedarEngine((facts) => ground.log.error(facts, 'a policy could not be evaluated'));
      await seedDemoPolicies({ ...ground.shared, engine });
    }),
  'rotate-signing-key': (config) =>
    withGround(config, async (ground) => {
      const signer = signerOf(config);
      console.log(await rotateSigningKey({ ...ground.shared, signer }, { kind: 'system' }));
    }),
  'rotate-secret-key': (config, options) =>
    withGround(config, async (ground) => {
      const [from, to, file] = keysOf(config, options);
      const { resealed, alreadyNew } = await rotateSecretKey(ground.shared, { from, to }, { kind: 'system' });
      console.log(whatToDoNext({ resealed, alreadyNew, from, to, file }));
    }),
  'first-run-link': (config) =>
    withGround(config, async (ground) => {
      const token = await firstRunLink(ground.shared);
      if (token) console.log(`${config.publicUrl}/first-run?token=${token}`);
    }),
};

const keysOf = (config: Config, options: string[]): [from: SealingKey, to: SealingKey, file: string] => {
  const { 'new-key-file': file } = parseArgs({ args: options, options: { 'new-key-file': { type: 'string' } } }).values;
  if (!file) throw new Error('Name the file with the new key: --new-key-file FILE (openssl rand -hex 32 > FILE).');
  if (config.secretKeyFile === null)
    throw new Error('Set COUNTERSIGN_SECRET_KEY_FILE to the present key file: what is stored is opened with it.');
  const [from, to] = [secretBox(readSecretKey(config.secretKeyFile)), secretBox(readSecretKey(file))];
  if (from.fingerprint === to.fingerprint) throw new Error(`${file} holds the key that is in use already.`);
  return [from, to, file];
};

const whatToDoNext = (done: RotationCounts & { from: SealingKey; to: SealingKey; file: string }): string => {
  const counts = Object.entries(done.resealed).map(([table, count]) => `${count} in ${table}`);
  return `Encrypted anew with the key ${done.to.fingerprint}: ${counts.join(', ')}; ${done.alreadyNew} were so before.

What to do next:
  1. Set COUNTERSIGN_SECRET_KEY_FILE to ${done.file} for every server and worker, and restart them. Until then they cannot
     open stored secrets: GET /readyz and their logs say so.
  2. Then, with COUNTERSIGN_SECRET_KEY_FILE still the old file, run this command once more: it takes along what a process
     with the old key encrypted meanwhile, and has nothing to do otherwise.
  3. Keep a copy of the new file apart from the backups of the database. Keep the old one (key ${done.from.fingerprint}) as
     long as backups from before today may be restored. This command changed neither file.`;
};

const withGround = async (
  config: Config,
  use: (ground: Awaited<ReturnType<typeof composeGround>>) => Promise<void>,
): Promise<number> => {
  const ground = await composeGround(config, 'server');
  try {
    await use(ground);
  } finally {
    await ground.close();
  }
  return 0;
};
