import { IAMClient } from '@aws-sdk/client-iam';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import { clientDefaults } from './client-defaults.ts';
import type { RoleSession } from './role-session.ts';

export interface AwsClients {
  iam: IAMClient;
  organizations: OrganizationsClient;
  sso: SSOAdminClient;
  identitystore: IdentitystoreClient;
  sts: STSClient;
  /** Closes the kept-alive connections. */
  close(): void;
}

/** Clients that act as the customer's role. Identity Center's two use the region it lives in. */
export function createAwsClients(session: RoleSession, identityCenterRegion: string | null): AwsClients {
  const own = { ...clientDefaults, region: session.region, credentials: session.credentials };
  const identityCenter = { ...own, region: identityCenterRegion ?? session.region };
  const clients = {
    iam: new IAMClient(own),
    organizations: new OrganizationsClient(own),
    sso: new SSOAdminClient(identityCenter),
    identitystore: new IdentitystoreClient(identityCenter),
    sts: new STSClient(own),
  };
  const close = () => {
    for (const client of Object.values(clients)) client.destroy();
  };
  return { ...clients, close };
}
