import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as iam from '@aws-sdk/client-iam';
import * as identitystore from '@aws-sdk/client-identitystore';
import * as organizations from '@aws-sdk/client-organizations';
import * as sso from '@aws-sdk/client-sso-admin';
import * as sts from '@aws-sdk/client-sts';

/** Services by the prefix of their IAM actions: their name on the command line, their package and its client. */
const services: Record<string, { cli: string; sdk: object; client: new (options: object) => SdkClient }> = {
  cloudtrail: { cli: 'cloudtrail', sdk: cloudtrail, client: cloudtrail.CloudTrailClient as never },
  iam: { cli: 'iam', sdk: iam, client: iam.IAMClient as never },
  identitystore: { cli: 'identitystore', sdk: identitystore, client: identitystore.IdentitystoreClient as never },
  organizations: { cli: 'organizations', sdk: organizations, client: organizations.OrganizationsClient as never },
  sso: { cli: 'sso-admin', sdk: sso, client: sso.SSOAdminClient as never },
  sts: { cli: 'sts', sdk: sts, client: sts.STSClient as never },
};

export interface SdkClient {
  send(command: object): Promise<object>;
  destroy(): void;
}
type Paginate = (config: { client: SdkClient }, input: object) => AsyncIterable<object>;

/** One operation of AWS, as its IAM action names it, in the words of the aws CLI and of the SDK. */
export interface Operation {
  /** Prefix of the action: iam, identitystore, sso … */
  service: string;
  /** `iam list-users` */
  command: [service: string, name: string];
  /** Name of the operation in errors: ListUsers. */
  name: string;
  client: new (options: object) => SdkClient;
  toCommand(input: object): object;
  /** Absent where the operation has no pages. */
  paginate: Paginate | undefined;
}

/** Of `iam:ListUsers`; throws for a service or an operation that the SDK does not know. */
export function operationOf(action: string): Operation {
  const [prefix = '', name = ''] = action.split(':');
  const service = services[prefix];
  const sdk = service?.sdk as Record<string, unknown> | undefined;
  const Command = sdk?.[`${name}Command`] as (new (input: object) => object) | undefined;
  if (!service || !Command) throw new Error(`the SDK clients at hand know no ${action}`);
  return {
    service: prefix,
    command: [service.cli, kebab(name)],
    name,
    client: service.client,
    toCommand: (input) => new Command(input),
    paginate: sdk?.[`paginate${name}`] as Paginate | undefined,
  };
}

/** ListMFADevices → list-mfa-devices, SAMLProviderArn → saml-provider-arn: as botocore does it. */
const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/** An input as options of the command line; structures and lists are JSON there. */
export const optionsOf = (input: object): string[] =>
  Object.entries(input).flatMap(([member, value]) => [
    `--${kebab(member)}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
