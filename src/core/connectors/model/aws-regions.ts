/** Partitions a connector may belong to. The iso partitions are not offered: their endpoints are not public. */
export type AwsPartition = 'aws' | 'aws-us-gov' | 'aws-cn' | 'aws-eusc';

export interface AwsRegion {
  region: string;
  name: string;
}

interface Partition {
  id: AwsPartition;
  /** Where the partition's global services (IAM, Organizations) sign, and the region used when none is configured. */
  globalRegion: string;
  regions: AwsRegion[];
}

/**
 * Pinned from the SDK's own partition data, since core imports no packages; test/contract/aws-regions.test.ts fails when
 * the SDK knows a region that this list lacks. Identity Center lives in any of them (CON-6).
 */
const partitions: readonly Partition[] = [
  {
    id: 'aws',
    globalRegion: 'us-east-1',
    regions: [
      { region: 'af-south-1', name: 'Africa (Cape Town)' },
      { region: 'ap-east-1', name: 'Asia Pacific (Hong Kong)' },
      { region: 'ap-east-2', name: 'Asia Pacific (Taipei)' },
      { region: 'ap-northeast-1', name: 'Asia Pacific (Tokyo)' },
      { region: 'ap-northeast-2', name: 'Asia Pacific (Seoul)' },
      { region: 'ap-northeast-3', name: 'Asia Pacific (Osaka)' },
      { region: 'ap-south-1', name: 'Asia Pacific (Mumbai)' },
      { region: 'ap-south-2', name: 'Asia Pacific (Hyderabad)' },
      { region: 'ap-southeast-1', name: 'Asia Pacific (Singapore)' },
      { region: 'ap-southeast-2', name: 'Asia Pacific (Sydney)' },
      { region: 'ap-southeast-3', name: 'Asia Pacific (Jakarta)' },
      { region: 'ap-southeast-4', name: 'Asia Pacific (Melbourne)' },
      { region: 'ap-southeast-5', name: 'Asia Pacific (Malaysia)' },
      { region: 'ap-southeast-6', name: 'Asia Pacific (New Zealand)' },
      { region: 'ap-southeast-7', name: 'Asia Pacific (Thailand)' },
      { region: 'ca-central-1', name: 'Canada (Central)' },
      { region: 'ca-west-1', name: 'Canada West (Calgary)' },
      { region: 'eu-central-1', name: 'Europe (Frankfurt)' },
      { region: 'eu-central-2', name: 'Europe (Zurich)' },
      { region: 'eu-north-1', name: 'Europe (Stockholm)' },
      { region: 'eu-south-1', name: 'Europe (Milan)' },
      { region: 'eu-south-2', name: 'Europe (Spain)' },
      { region: 'eu-west-1', name: 'Europe (Ireland)' },
      { region: 'eu-west-2', name: 'Europe (London)' },
      { region: 'eu-west-3', name: 'Europe (Paris)' },
      { region: 'il-central-1', name: 'Israel (Tel Aviv)' },
      { region: 'me-central-1', name: 'Middle East (UAE)' },
      { region: 'me-south-1', name: 'Middle East (Bahrain)' },
      { region: 'me-west-1', name: 'Middle East (Saudi Arabia)' },
      { region: 'mx-central-1', name: 'Mexico (Central)' },
      { region: 'sa-east-1', name: 'South America (Sao Paulo)' },
      { region: 'sa-west-1', name: 'South America (Chile)' },
      { region: 'us-east-1', name: 'US East (N. Virginia)' },
      { region: 'us-east-2', name: 'US East (Ohio)' },
      { region: 'us-west-1', name: 'US West (N. California)' },
      { region: 'us-west-2', name: 'US West (Oregon)' },
    ],
  },
  {
    id: 'aws-cn',
    globalRegion: 'cn-northwest-1',
    regions: [
      { region: 'cn-north-1', name: 'China (Beijing)' },
      { region: 'cn-northwest-1', name: 'China (Ningxia)' },
    ],
  },
  {
    id: 'aws-eusc',
    globalRegion: 'eusc-de-east-1',
    regions: [{ region: 'eusc-de-east-1', name: 'AWS European Sovereign Cloud (Germany)' }],
  },
  {
    id: 'aws-us-gov',
    globalRegion: 'us-gov-west-1',
    regions: [
      { region: 'us-gov-east-1', name: 'AWS GovCloud (US-East)' },
      { region: 'us-gov-west-1', name: 'AWS GovCloud (US-West)' },
    ],
  },
];

export const awsPartitions: readonly AwsPartition[] = partitions.map((partition) => partition.id);

/** Regions offered for IAM Identity Center in a partition, in alphabetical order of their code. */
export const identityCenterRegions = (partition: AwsPartition): readonly AwsRegion[] => find(partition).regions;

export const globalRegionOf = (partition: AwsPartition): string => find(partition).globalRegion;

/** Null for a region that no offered partition has. */
export const partitionOfRegion = (region: string): AwsPartition | null =>
  partitions.find((partition) => partition.regions.some((each) => each.region === region))?.id ?? null;

const find = (id: AwsPartition): Partition => partitions.find((partition) => partition.id === id) as Partition;
