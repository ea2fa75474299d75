import type { Simulator } from '../../../../simulator/start.ts';
import { type Comparison, compareValues } from '../../comparison.ts';
import type { AwsCli } from '../aws-cli.ts';

const metadata = (host: string) =>
  `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://${host}/saml"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://${host}/sso"/></IDPSSODescriptor></EntityDescriptor>${' '.repeat(1000)}`;
const document = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });

/**
 * The operations on roles and SAML providers that Identity Center carries out with the caller's rights in the management
 * AWS account, here carried out by hand on things of our own.
 */
export async function compareRoles(aws: AwsCli, simulator: Simulator, trustPolicy: string): Promise<Comparison[]> {
  const keys = simulator.credentials.administrator;
  const role = ['--role-name', 'verify-roles'];
  const iam = <T = unknown>(name: string, ...options: string[]) => aws.ask<T>(keys, 'iam', name, ...options);
  await iam('create-role', ...role, '--assume-role-policy-document', trustPolicy);
  await iam('put-role-policy', ...role, '--policy-name', 'inline', '--policy-document', document('s3:ListBucket'));
  await iam('attach-role-policy', ...role, '--policy-arn', 'arn:aws:iam::aws:policy/ReadOnlyAccess');
  await iam('update-role', ...role, '--description', 'changed', '--max-session-duration', '7200');
  const { Role: found } = await iam<{ Role: Record<string, unknown> }>('get-role', ...role);
  const inline = await iam<{ PolicyNames: string[] }>('list-role-policies', ...role);
  const other = trustPolicy.replace('sts:AssumeRole', 'sts:*');
  await iam('update-assume-role-policy', ...role, '--policy-document', other);
  const trusting = await iam<{ Role: Record<string, unknown> }>('get-role', ...role);
  await iam('delete-role-policy', ...role, '--policy-name', 'inline');

  const at = ['--saml-metadata-document', metadata('first.example')];
  const made = await iam<{ SAMLProviderArn: string }>('create-saml-provider', '--name', 'verify', ...at);
  const provider = ['--saml-provider-arn', made.SAMLProviderArn];
  const metadataNow = async () =>
    (await iam<{ SAMLMetadataDocument: string }>('get-saml-provider', ...provider)).SAMLMetadataDocument;
  const first = await metadataNow();
  await iam('update-saml-provider', ...provider, '--saml-metadata-document', metadata('second.example'));
  return [
    compareValues(
      'iam create-role and update-role: get-role has trust, description and session length',
      [found.AssumeRolePolicyDocument, found.Description, found.MaxSessionDuration],
      [JSON.parse(trustPolicy), 'changed', 7200],
    ),
    compareValues('iam put-role-policy: list-role-policies has it', inline.PolicyNames, ['inline']),
    compareValues(
      'iam update-assume-role-policy: get-role has the new trust',
      trusting.Role.AssumeRolePolicyDocument,
      JSON.parse(other),
    ),
    compareValues('iam create-saml-provider: get-saml-provider has its metadata', first, metadata('first.example')),
    compareValues(
      'iam update-saml-provider: get-saml-provider has the new metadata',
      await metadataNow(),
      metadata('second.example'),
    ),
  ];
}
