import type {
  CreateOpenIDConnectProviderRequest,
  CreateOpenIDConnectProviderResponse,
  DeleteOpenIDConnectProviderRequest,
  GetOpenIDConnectProviderRequest,
  GetOpenIDConnectProviderResponse,
  ListOpenIDConnectProvidersRequest,
  ListOpenIDConnectProvidersResponse,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../../protocols/aws-error.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { iamChanged } from '../entities.ts';
import { requireRoom } from '../quotas.ts';
import { entityAlreadyExists, noSuchEntity } from '../refusals.ts';
import { checkedTags, shownTags } from '../tags.ts';

const withoutScheme = (url: string) => url.replace(/^https:\/\//, '').replace(/\/$/, '');

function arnOf(call: Call, url: string): string {
  return `arn:aws:iam::${call.account.awsAccountId}:oidc-provider/${withoutScheme(url)}`;
}

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

/** The URL is shown without its scheme. */
export const getOpenIdConnectProvider = operation<GetOpenIDConnectProviderRequest, GetOpenIDConnectProviderResponse>({
  name: 'GetOpenIDConnectProvider',
  resources: (_, { OpenIDConnectProviderArn }) => [{ arn: OpenIDConnectProviderArn }],
  handle(call, { OpenIDConnectProviderArn }) {
    const provider = call.account.oidcProviders.get(OpenIDConnectProviderArn);
    if (!provider) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`);
    return {
      Url: provider.arn.slice(provider.arn.indexOf('/') + 1),
      ClientIDList: provider.clientIds,
      ThumbprintList: provider.thumbprints ?? [],
      CreateDate: new Date(provider.createdAt),
      Tags: shownTags(provider.tags),
    };
  },
});

/** Nobody calls the URL: its certificate's thumbprint is taken as given. */
export const createOpenIdConnectProvider = operation<
  CreateOpenIDConnectProviderRequest,
  CreateOpenIDConnectProviderResponse
>({
  name: 'CreateOpenIDConnectProvider',
  resources: (call, { Url }) => [{ arn: arnOf(call, Url) }],
  handle(call, { Url, ClientIDList, ThumbprintList, Tags }) {
    const { account } = call;
    if (!/^https:\/\/[^/?#]+[^?#]*$/.test(Url))
      throw new AwsError('ValidationError', 'Invalid Open ID Connect Provider URL');
    const arn = arnOf(call, Url);
    if (account.oidcProviders.has(arn)) throw entityAlreadyExists(`Provider with url ${Url} already exists.`);
    requireRoom('OpenIdConnectProvidersPerAccount', account.oidcProviders.size);
    const tags = checkedTags(Tags as never);
    account.oidcProviders.add({
      arn,
      clientIds: [...(ClientIDList ?? [])],
      createdAt: call.now,
      thumbprints: [...(ThumbprintList ?? [])],
      tags,
    });
    iamChanged(call);
    return { OpenIDConnectProviderArn: arn, Tags: shownTags(tags) };
  },
});

/** Deleting one that is not there is no error (IAM API reference). */
export const deleteOpenIdConnectProvider = operation<DeleteOpenIDConnectProviderRequest, void>({
  name: 'DeleteOpenIDConnectProvider',
  resources: (_, { OpenIDConnectProviderArn }) => [{ arn: OpenIDConnectProviderArn }],
  handle(call, { OpenIDConnectProviderArn }) {
    if (call.account.oidcProviders.delete(OpenIDConnectProviderArn)) iamChanged(call);
  },
});
