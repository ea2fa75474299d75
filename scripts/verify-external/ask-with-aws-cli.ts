import { startSimulator } from '../../simulator/start.ts';
import { AwsCli, awsCliVersion } from './aws-cli.ts';
import { compareAssumeRole } from './compare-assume-role.ts';
import { compareListings } from './compare-listings.ts';
import type { Findings } from './comparison.ts';

/** The unmodified aws CLI against the simulated AWS: it understands every answer, and reads what is there. */
export async function askWithAwsCli(): Promise<Findings> {
  const version = await awsCliVersion();
  if (version === undefined)
    return { comparisons: [], missing: [{ judge: 'aws CLI', reason: 'there is no `aws` on the PATH' }] };
  const judge = `aws CLI ${version}`;
  const simulator = await startSimulator({ world: 'demo', throttling: false });
  try {
    const region = simulator.world.identityCenters[0]?.base.region ?? 'us-east-1';
    const aws = new AwsCli(simulator.url, region);
    return {
      comparisons: [
        ...(await compareListings(judge, aws, simulator)),
        ...(await compareAssumeRole(judge, version, aws, simulator)),
      ],
      missing: [],
    };
  } finally {
    await simulator.stop();
  }
}
