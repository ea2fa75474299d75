import type { ConnectorId } from '../../shared/ids.ts';

/** What reaches AWS for one connector: the role the customer made, and the External ID only this connector has (CON-4). */
export interface AwsConnection {
  connectorId: ConnectorId;
  roleArn: string;
  externalId: string;
  organizationsEnabled: boolean;
  identityCenterEnabled: boolean;
  identityCenterRegion: string | null;
}
