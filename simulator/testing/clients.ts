import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';

export interface ClientCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Clients {
  readonly sts: STSClient;
  readonly iam: IAMClient;
  readonly organizations: OrganizationsClient;
  readonly identityStore: IdentitystoreClient;
  readonly ssoAdmin: SSOAdminClient;
  readonly cloudTrail: CloudTrailClient;
}

/** The unmodified SDK clients, pointed at a simulator. They do not retry, so that a test sees every answer. */
export function clientsFor(url: string, credentials: ClientCredentials, region = 'eu-west-1'): Clients {
  const settings = { endpoint: url, region, credentials: { ...credentials }, maxAttempts: 1 };
  return {
    sts: new STSClient(settings),
    iam: new IAMClient(settings),
    organizations: new OrganizationsClient(settings),
    identityStore: new IdentitystoreClient(settings),
    ssoAdmin: new SSOAdminClient(settings),
    cloudTrail: new CloudTrailClient(settings),
  };
}

export interface SeenError {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** How a call was refused; throws if it was not. */
export async function refusal(call: Promise<unknown>): Promise<SeenError> {
  try {
    await call;
  } catch (error) {
    const seen = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name: seen.name, message: seen.message, status: seen.$metadata?.httpStatusCode };
  }
  throw new Error('the call was not refused');
}
