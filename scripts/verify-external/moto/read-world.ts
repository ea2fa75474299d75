import { createAwsReader } from '../../../src/adapters/aws/aws-reader.ts';
import type { ConnectionFacts, KnownInventory } from '../../../src/core/inventory/ports.ts';
import type { ConnectorId } from '../../../src/core/shared/ids.ts';
import type { Keys } from '../aws-cli/aws-cli.ts';
import { externalId } from '../aws-cli/connection.ts';
import { ReadingSink } from './reading-sink.ts';

const nothingKnown: KnownInventory = {
  awsAccountId: null,
  organizationId: null,
  managementAwsAccountId: null,
  identityCenterInstanceArn: null,
  identityStoreId: null,
  awsAccountIds: [],
  iamAwsAccountIds: [],
  iamElsewhere: [],
  identityCenterGroupIds: [],
  permissionSetArns: [],
  iamGroups: [],
};
const region = 'us-east-1';

export interface WorldRead {
  sink: ReadingSink;
  learned: ConnectionFacts;
}

/**
 * The product's own reader, on the credentials and the endpoint that the SDK finds in the environment; without these
 * optional actions, as if AWS had refused them a while ago.
 */
export async function readWorld(
  url: string,
  keys: Keys,
  roleArn: string,
  deniedActions: string[] = [],
): Promise<WorldRead> {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken ?? '',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  const unlimited = { take: async () => undefined, throttled: async () => undefined };
  const reader = createAwsReader({ budget: unlimited, region });
  const sink = new ReadingSink();
  const connection = {
    connectorId: 'con_verify' as ConnectorId,
    roleArn,
    externalId,
    organizationsEnabled: true,
    identityCenterEnabled: true,
    identityCenterRegion: region,
    memberRoleName: null,
    memberExternalId: externalId,
    scimEnabled: false,
    scimEndpoint: null,
    sealedScimToken: null,
  };
  const known = { ...nothingKnown, history: { counts: null, deniedActions, rotation: {} } };
  return { sink, learned: await reader.read(connection, known, sink) };
}
