import type {
  DeregisterDelegatedAdministratorRequest,
  ListDelegatedAdministratorsRequest,
  ListDelegatedAdministratorsResponse,
  ListDelegatedServicesForAccountRequest,
  ListDelegatedServicesForAccountResponse,
  RegisterDelegatedAdministratorRequest,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../protocols/aws-error.ts';
import { Collection } from '../../state/collection.ts';
import type { DelegatedAdministrator } from '../../state/organization/organization.ts';
import { operation } from '../service.ts';
import {
  administeredOrganization,
  constraintViolation,
  managedOrganization,
  requireAccount,
  treeResource,
} from './caller-organization.ts';

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
    requireAccount(organization, AccountId);
    const services = organization.delegatedAdministrators.filter((entry) => entry.awsAccountId === AccountId);
    if (services.length === 0) throw notRegistered();
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

/** Services that let one AWS account only be their delegated administrator. */
const ONE_ADMINISTRATOR = ['sso.amazonaws.com'];

export const registerDelegatedAdministrator = operation<RegisterDelegatedAdministratorRequest, void>({
  name: 'RegisterDelegatedAdministrator',
  resources: (call, { AccountId }) => treeResource(call, AccountId),
  handle(call, { AccountId, ServicePrincipal }) {
    const organization = managedOrganization(call);
    const account = requireAccount(organization, AccountId);
    if (account.id === organization.managementAccountId) {
      throw constraintViolation(
        'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR',
        'You cannot register the management account of the organization as a delegated administrator.',
      );
    }
    if (organization.isDelegatedAdministrator(account.id, ServicePrincipal)) {
      throw new AwsError(
        'AccountAlreadyRegisteredException',
        'The specified account is already a delegated administrator for this AWS service.',
      );
    }
    const isTaken = organization.delegatedAdministrators.some((one) => one.servicePrincipal === ServicePrincipal);
    if (isTaken && ONE_ADMINISTRATOR.includes(ServicePrincipal)) {
      throw constraintViolation(
        'MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED',
        'You attempted to register more delegated administrators than allowed for the service principal.',
      );
    }
    const entry = { awsAccountId: account.id, servicePrincipal: ServicePrincipal, enabledAt: call.now };
    organization.delegatedAdministrators.push(entry);
    call.world.changed();
  },
});

export const deregisterDelegatedAdministrator = operation<DeregisterDelegatedAdministratorRequest, void>({
  name: 'DeregisterDelegatedAdministrator',
  resources: (call, { AccountId }) => treeResource(call, AccountId),
  handle(call, { AccountId, ServicePrincipal }) {
    const organization = managedOrganization(call);
    requireAccount(organization, AccountId);
    const position = organization.delegatedAdministrators.findIndex(
      (entry) => entry.awsAccountId === AccountId && entry.servicePrincipal === ServicePrincipal,
    );
    if (position === -1) throw notRegistered();
    organization.delegatedAdministrators.splice(position, 1);
    call.world.changed();
  },
});

function notRegistered(): AwsError {
  return new AwsError(
    'AccountNotRegisteredException',
    'The specified account is not a delegated administrator for this AWS service.',
  );
}
