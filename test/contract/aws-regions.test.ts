import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  awsPartitions,
  globalRegionOf,
  identityCenterRegions,
  partitionOfRegion,
} from '../../src/core/connectors/model/aws-regions.ts';

interface SdkPartition {
  id: string;
  outputs: { implicitGlobalRegion: string };
  regions: Record<string, { description: string }>;
}

/** The SDK's own data; its package exports no list of regions, so the file is read where it lies. */
async function sdkPartitions(): Promise<SdkPartition[]> {
  const root = join(createRequire(import.meta.url).resolve('@aws-sdk/core/package.json'), '..');
  const file = join(root, 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js');
  return (await import(pathToFileURL(file).href)).partitionsInfo.partitions;
}

describe('the regions offered for Identity Center', () => {
  it.each(awsPartitions)('are those that the SDK knows in partition %s', async (partition) => {
    const known = (await sdkPartitions()).find(({ id }) => id === partition);
    const regions = Object.entries(known?.regions ?? {}).filter(([region]) => !region.endsWith('-global'));
    expect(identityCenterRegions(partition)).toEqual(
      regions.map(([region, { description }]) => ({ region, name: description })),
    );
    expect(globalRegionOf(partition)).toBe(known?.outputs.implicitGlobalRegion);
  });

  it('tell their partition', () => {
    expect(partitionOfRegion('eu-north-1')).toBe('aws');
    expect(partitionOfRegion('cn-north-1')).toBe('aws-cn');
    expect(partitionOfRegion('us-iso-east-1')).toBeNull();
  });
});
