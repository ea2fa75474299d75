import type {
  CreateSAMLProviderRequest,
  CreateSAMLProviderResponse,
  DeleteSAMLProviderRequest,
  GetSAMLProviderRequest,
  GetSAMLProviderResponse,
  ListSAMLProvidersRequest,
  ListSAMLProvidersResponse,
  UpdateSAMLProviderRequest,
  UpdateSAMLProviderResponse,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../../protocols/aws-error.ts';
import type { SamlProvider } from '../../../state/iam/iam-entities.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { iamChanged } from '../entities.ts';
import { requireRoom } from '../quotas.ts';
import { entityAlreadyExists, invalidInput, noSuchEntity } from '../refusals.ts';
import { checkedTags, shownTags } from '../tags.ts';

/** AWS takes the date from the metadata's certificate; here every provider is good for as long as AWS's longest. */
const VALIDITY_MS = 100 * 365 * 24 * 3600 * 1000;

function arnOf(call: Call, name: string): string {
  return `arn:aws:iam::${call.account.awsAccountId}:saml-provider/${name}`;
}

function requireProvider(call: Call, arn: string): SamlProvider {
  const provider = call.account.samlProviders.get(arn);
  if (!provider) throw noSuchEntity(`Manifest not found for arn ${arn}`);
  return provider;
}

function requireIdentityProvider(metadata: string): void {
  if (!/<(\w+:)?IDPSSODescriptor[\s>]/.test(metadata)) throw invalidInput('Could not parse metadata');
}

/** Identity Center's own provider belongs to AWS, as its roles do. */
function requireOwn({ arn }: SamlProvider): void {
  if (/:saml-provider\/AWSSSO_.*_DO_NOT_DELETE$/.test(arn)) {
    throw new AwsError('UnmodifiableEntity', `Cannot perform the operation on the protected provider '${arn}'`);
  }
}

/** Not paged. */
export const listSamlProviders = operation<ListSAMLProvidersRequest, ListSAMLProvidersResponse>({
  name: 'ListSAMLProviders',
  handle: (call) => ({
    SAMLProviderList: call.account.samlProviders.all().map((provider) => ({
      Arn: provider.arn,
      ValidUntil: new Date(provider.validUntil),
      CreateDate: new Date(provider.createdAt),
    })),
  }),
});

export const getSamlProvider = operation<GetSAMLProviderRequest, GetSAMLProviderResponse>({
  name: 'GetSAMLProvider',
  resources: (_, { SAMLProviderArn }) => [{ arn: SAMLProviderArn }],
  handle(call, { SAMLProviderArn }) {
    const provider = requireProvider(call, SAMLProviderArn);
    return {
      SAMLMetadataDocument: provider.metadata,
      CreateDate: new Date(provider.createdAt),
      ValidUntil: new Date(provider.validUntil),
      Tags: shownTags(provider.tags),
    };
  },
});

/** The metadata must be an IdP's; its certificate is not looked at. */
export const createSamlProvider = operation<CreateSAMLProviderRequest, CreateSAMLProviderResponse>({
  name: 'CreateSAMLProvider',
  resources: (call, { Name }) => [{ arn: arnOf(call, Name) }],
  handle(call, { Name, SAMLMetadataDocument, Tags }) {
    const { account } = call;
    const arn = arnOf(call, Name);
    if (account.samlProviders.has(arn)) throw entityAlreadyExists(`SAMLProvider ${arn} already exists.`);
    requireRoom('SAMLProvidersPerAccount', account.samlProviders.size);
    requireIdentityProvider(SAMLMetadataDocument);
    const tags = checkedTags(Tags as never);
    const validUntil = call.now + VALIDITY_MS;
    account.samlProviders.add({ arn, createdAt: call.now, validUntil, metadata: SAMLMetadataDocument, tags });
    iamChanged(call);
    return { SAMLProviderArn: arn, Tags: shownTags(tags) };
  },
});

/** Of what may be changed the metadata only; keys for encrypted assertions are not kept. */
export const updateSamlProvider = operation<UpdateSAMLProviderRequest, UpdateSAMLProviderResponse>({
  name: 'UpdateSAMLProvider',
  resources: (_, { SAMLProviderArn }) => [{ arn: SAMLProviderArn }],
  handle(call, { SAMLProviderArn, SAMLMetadataDocument }) {
    const provider = requireProvider(call, SAMLProviderArn);
    requireOwn(provider);
    if (SAMLMetadataDocument) {
      requireIdentityProvider(SAMLMetadataDocument);
      call.account.samlProviders.add({ ...provider, metadata: SAMLMetadataDocument });
      iamChanged(call);
    }
    return { SAMLProviderArn };
  },
});

export const deleteSamlProvider = operation<DeleteSAMLProviderRequest, void>({
  name: 'DeleteSAMLProvider',
  resources: (_, { SAMLProviderArn }) => [{ arn: SAMLProviderArn }],
  handle(call, { SAMLProviderArn }) {
    const provider = requireProvider(call, SAMLProviderArn);
    requireOwn(provider);
    call.account.samlProviders.delete(provider.arn);
    iamChanged(call);
  },
});
