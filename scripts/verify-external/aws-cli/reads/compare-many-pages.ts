import { startSimulator } from '../../../../simulator/start.ts';
import type { Comparison } from '../../comparison.ts';
import { each } from '../../each.ts';
import { AwsCli } from '../aws-cli.ts';
import { compareRead } from './compare-read.ts';
import { type ReadCase, subjectsOf } from './read-cases.ts';

/** In a world with 500 AWS accounts and 3,000 users the aws CLI joins dozens of pages without being asked. */
export async function compareManyPages(version: string): Promise<Comparison[]> {
  const simulator = await startSimulator({ world: 'large', throttling: false });
  try {
    const { instance, store, world } = subjectsOf(simulator.world);
    const region = world.identityCenters[0]?.base.region ?? '';
    const aws = new AwsCli(version, simulator.url, region);
    const cases: ReadCase[] = [
      { action: 'organizations:ListAccounts', input: {} },
      { action: 'identitystore:ListUsers', input: store },
      { action: 'identitystore:ListGroups', input: store },
      { action: 'sso:ListPermissionSets', input: instance },
    ];
    const reader = { aws, keys: simulator.credentials.administrator, simulator, region };
    return await each(cases, 2, (one) => compareRead(reader, one));
  } finally {
    await simulator.stop();
  }
}
