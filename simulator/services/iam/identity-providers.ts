import type {
  ListOpenIDConnectProvidersRequest,
  ListOpenIDConnectProvidersResponse,
  ListSAMLProvidersRequest,
  ListSAMLProvidersResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../service.ts';

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

/** Not paged. */
export const listOpenIdConnectProviders = operation<
  ListOpenIDConnectProvidersRequest,
  ListOpenIDConnectProvidersResponse
>({
  name: 'ListOpenIDConnectProviders',
  handle: (call) => ({
    OpenIDConnectProviderList: call.account.oidcProviders.all().map((provider) => ({ Arn: provider.arn })),
  }),
});
