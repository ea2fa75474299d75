import type {
  ListDelegatedAdministratorsRequest,
  ListDelegatedAdministratorsResponse,
  ListDelegatedServicesForAccountRequest,
  ListDelegatedServicesForAccountResponse,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../protocols/aws-error.ts';
import { Collection } from '../../state/collection.ts';
import type { DelegatedAdministrator } from '../../state/organization.ts';
import { operation } from '../service.ts';
import { administeredOrganization, treeResource } from './caller-organization.ts';

/** An AWS account that administers several services is listed once. */
export const listDelegatedAdministrators = operation<
  ListDelegatedAdministratorsRequest,
  ListDelegatedAdministratorsResponse
>({
  name: 'ListDelegatedAdministrators',
  handle(call, { ServicePrincipal }) {
    const organization = administeredOrganization(call);
    const matching = organization.delegatedAdministrators.filter(
      (entry) => !ServicePrincipal || entry.servicePrincipal === ServicePrincipal,
    );
    const byAccount = new Collection((entry: DelegatedAdministrator) => entry.awsAccountId, matching);
    const { items, nextToken } = call.page(byAccount);
    const administrators = items.flatMap((entry) => {
      const account = organization.accounts.get(entry.awsAccountId);
      if (!account) return [];
      return {
        Id: account.id,
        Arn: organization.arn('account', account.id),
        Email: account.email,
        Name: account.name,
        Status: account.state === 'ACTIVE' ? ('ACTIVE' as const) : ('SUSPENDED' as const),
        JoinedMethod: account.joinedMethod,
        JoinedTimestamp: new Date(account.joinedAt),
        DelegationEnabledDate: new Date(entry.enabledAt),
      };
    });
    return { DelegatedAdministrators: administrators, NextToken: nextToken };
  },
});

export const listDelegatedServicesForAccount = operation<
  ListDelegatedServicesForAccountRequest,
  ListDelegatedServicesForAccountResponse
>({
  name: 'ListDelegatedServicesForAccount',
  resources: (call, { AccountId }) => treeResource(call, AccountId),
  handle(call, { AccountId }) {
    const organization = administeredOrganization(call);
    const services = organization.delegatedAdministrators.filter((entry) => entry.awsAccountId === AccountId);
    if (services.length === 0) {
      throw new AwsError(
        'AccountNotRegisteredException',
        'The specified account is not a delegated administrator for this AWS service.',
      );
    }
    const byService = new Collection((entry: DelegatedAdministrator) => entry.servicePrincipal, services);
    const { items, nextToken } = call.page(byService);
    return {
      DelegatedServices: items.map((entry) => ({
        ServicePrincipal: entry.servicePrincipal,
        DelegationEnabledDate: new Date(entry.enabledAt),
      })),
      NextToken: nextToken,
    };
  },
});
