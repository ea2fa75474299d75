import { createCedarEngine } from './adapters/cedar/cedar-engine.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import { endWithParent } from './adapters/system/end-with-parent.ts';
import { composeGround, serve, signerOf, work } from './compose.ts';
import { type Config, readConfig } from './config.ts';
import { seedDemoPolicies } from './core/access/policies/seed-demo-policies.ts';
import { seedDemo } from './core/directory/seed-demo.ts';
import { firstRunLink } from './core/security/first-run-link.ts';
import { rotateSigningKey } from './core/security/signing/rotate-signing-key.ts';

const usage = `Usage: node src/main.ts COMMAND

  migrate          bring the database to this version's schema (DATABASE_OWNER_URL)
  serve            the HTTP server and the page
  worker           the jobs: syncs and what follows them
  first-run-link   print a one-time link for the first Super Administrator; nothing when there is one
  rotate-signing-key
                   make the next key that signs evidence, endorsed by the one before
  demo-seed        put the demo's people and policies into the database (demo only)
`;

/** Runs one command of the server's side; returns the exit code. Long-running ones end with their signal. */
export const runCommand = async (command: string): Promise<number> => {
  if (command === 'help') {
    console.log(usage);
    return 0;
  }
  const run = commands[command];
  if (!run) {
    console.error(`There is no command ${command}.\n\n${usage}`);
    return 2;
  }
  return run(readConfig());
};

const commands: Record<string, (config: Config) => Promise<number>> = {
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
  'first-run-link': (config) =>
    withGround(config, async (ground) => {
      const token = await firstRunLink(ground.shared);
      if (token) console.log(`${config.publicUrl}/first-run?token=${token}`);
    }),
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
