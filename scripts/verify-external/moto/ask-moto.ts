import { startSimulator } from '../../../simulator/start.ts';
import type { Keys } from '../aws-cli/aws-cli.ts';
import { type Comparison, compareValues, type Findings } from '../comparison.ts';
import { canonicalFacts } from './canonical-facts.ts';
import { compareSeeded } from './compare-seeded.ts';
import { compareWorlds } from './compare-worlds.ts';
import { findMoto } from './find-moto.ts';
import { compareLacks, motoLacks } from './gaps/moto-lacks.ts';
import { policiesById, policiesGap } from './gaps/policies-by-id.ts';
import { readWorld, type WorldRead } from './read-world.ts';
import { type Seeded, seedWorld } from './seed-world.ts';
import { startMoto } from './start-moto.ts';

interface Filled {
  seeded: Seeded;
  read: WorldRead;
}

/**
 * boto3 puts one world into moto and into the simulated AWS, and our reader reads both: what it finds in moto is exactly
 * what boto3 put there, and what it finds in the two is the same.
 */
export async function askMoto(): Promise<Findings> {
  const moto = await findMoto();
  if ('reason' in moto) return { sections: [], missing: [{ judge: 'moto', reason: moto.reason }] };
  const theirs = await inMoto(moto.python);
  const ours = await inSimulator(moto.python);
  const worlds = compareWorlds(
    canonicalFacts(policiesById(theirs.read, theirs.seeded), theirs.seeded),
    canonicalFacts(ours.read, ours.seeded),
  );
  return {
    sections: [
      {
        title: `${moto.version}: what boto3 put there`,
        comparisons: [...compareSeeded(theirs.seeded, theirs.read), ...theirs.lacks],
        knownGaps: motoLacks.map(({ action, reason }) => `${action}: ${reason}`),
      },
      {
        title: `${moto.version}: the same world in the simulated AWS`,
        comparisons: [
          compareValues('nothing was left unread there', ours.read.sink.failures, []),
          ...worlds.comparisons,
        ],
        knownGaps: [policiesGap, ...worlds.knownGaps],
      },
    ],
    missing: [],
  };
}

async function inMoto(python: string): Promise<Filled & { lacks: Comparison[] }> {
  const server = await startMoto(python);
  // moto asks nobody who they are.
  const keys = { accessKeyId: 'test', secretAccessKey: 'test' };
  try {
    const filled = await fill(
      python,
      server.url,
      { administrator: keys, product: keys },
      motoLacks.map(({ action }) => action),
    );
    return { ...filled, lacks: await compareLacks(server.url, keys, filled.seeded) };
  } finally {
    await server.stop();
  }
}

async function inSimulator(python: string): Promise<Filled> {
  const simulator = await startSimulator({ world: 'fresh', throttling: false, assignmentDelayMs: 0 });
  try {
    const { administrator, countersign } = simulator.credentials;
    return await fill(python, simulator.url, { administrator, product: countersign }, []);
  } finally {
    await simulator.stop();
  }
}

async function fill(
  python: string,
  url: string,
  { administrator, product }: { administrator: Keys; product: Keys },
  deniedActions: string[],
): Promise<Filled> {
  const seeded = await seedWorld(python, url, administrator);
  const roleArn = seeded.roles.find(({ name }) => name === 'countersign-read')?.arn ?? '';
  return { seeded, read: await readWorld(url, product, roleArn, deniedActions) };
}
