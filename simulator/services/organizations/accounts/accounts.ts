import type {
  Account,
  AccountStatus,
  DescribeAccountRequest,
  DescribeAccountResponse,
  ListAccountsForParentRequest,
  ListAccountsForParentResponse,
  ListAccountsRequest,
  ListAccountsResponse,
} from '@aws-sdk/client-organizations';
import type { Organization, OrganizationAccount } from '../../../state/organization/organization.ts';
import { operation } from '../../service.ts';
import { administeredOrganization, requireAccount, treeResource } from '../caller-organization.ts';
import { requireParent } from '../tree/tree.ts';

/** Status knows fewer values than State, which takes its place (facts 3.2). */
const STATUS: Record<OrganizationAccount['state'], AccountStatus | undefined> = {
  PENDING_ACTIVATION: undefined,
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  PENDING_CLOSURE: 'PENDING_CLOSURE',
  CLOSED: 'SUSPENDED',
};

function described(organization: Organization, account: OrganizationAccount): Account {
  return {
    Id: account.id,
    Arn: organization.arn('account', account.id),
    Email: account.email,
    Name: account.name,
    Status: STATUS[account.state],
    State: account.state,
    Paths: [organization.pathOf(account)],
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: new Date(account.joinedAt),
  };
}

export const listAccounts = operation<ListAccountsRequest, ListAccountsResponse>({
  name: 'ListAccounts',
  handle(call) {
    const organization = administeredOrganization(call);
    const { items, nextToken } = call.page(organization.accounts);
    return { Accounts: items.map((account) => described(organization, account)), NextToken: nextToken };
  },
});

export const describeAccount = operation<DescribeAccountRequest, DescribeAccountResponse>({
  name: 'DescribeAccount',
  resources: (call, { AccountId }) => treeResource(call, AccountId),
  handle(call, { AccountId }) {
    const organization = administeredOrganization(call);
    return { Account: described(organization, requireAccount(organization, AccountId)) };
  },
});

export const listAccountsForParent = operation<ListAccountsForParentRequest, ListAccountsForParentResponse>({
  name: 'ListAccountsForParent',
  resources: (call, { ParentId }) => treeResource(call, ParentId),
  handle(call, { ParentId }) {
    const organization = administeredOrganization(call);
    requireParent(organization, ParentId);
    const { items, nextToken } = call.page(organization.accountsByParent.of(ParentId));
    return { Accounts: items.map((account) => described(organization, account)), NextToken: nextToken };
  },
});
