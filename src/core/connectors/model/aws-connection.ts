import type { ConnectorId } from '../../shared/ids.ts';

/** What reaches AWS for one connector: the role the customer made, and the External ID only this connector has (CON-4). */
export interface AwsConnection {
  connectorId: ConnectorId;
  roleArn: string;
  externalId: string;
  organizationsEnabled: boolean;
  identityCenterEnabled: boolean;
  identityCenterRegion: string | null;
  /** Of the role in each other AWS account of the organization, with its path; null: their IAM is not read (CON-11). */
  memberRoleName: string | null;
  /** What those roles ask for; known to this connector only. */
  memberExternalId: string;
  scimEnabled: boolean;
  scimEndpoint: string | null;
  /** Encrypted: whoever calls opens it, and nobody else comes by it. */
  sealedScimToken: string | null;
}
