import type {
  CreateAccountFailureReason,
  CreateAccountRequest,
  CreateAccountResponse,
  CreateAccountStatus,
  DescribeCreateAccountStatusRequest,
  DescribeCreateAccountStatusResponse,
  ListCreateAccountStatusRequest,
  ListCreateAccountStatusResponse,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../../protocols/aws-error.ts';
import type { AccountRequest } from '../../../state/organization/organization-entities.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { administeredOrganization, managedOrganization } from '../caller-organization.ts';
import { requireTags } from '../tag-list.ts';

const DEFAULT_ROLE = 'OrganizationAccountAccessRole';

/** Asynchronous: the AWS account is there, with the role that the management account may assume, when its time comes. */
export const createAccount = operation<CreateAccountRequest, CreateAccountResponse>({
  name: 'CreateAccount',
  handle(call, { AccountName, Email, RoleName, Tags }) {
    const { world, now } = call;
    const organization = managedOrganization(call);
    const request: AccountRequest = {
      id: `car-${world.ids.hex(32)}`,
      kind: 'CREATE',
      awsAccountId: newAwsAccountId(call),
      name: AccountName,
      email: Email,
      roleName: RoleName ?? DEFAULT_ROLE,
      tags: requireTags(Tags ?? []),
      requestedAt: now,
      dueAt: dueAt(call),
      state: 'IN_PROGRESS',
    };
    organization.addRequest(request);
    world.changed();
    return { CreateAccountStatus: described(request) };
  },
});

export const describeCreateAccountStatus = operation<
  DescribeCreateAccountStatusRequest,
  DescribeCreateAccountStatusResponse
>({
  name: 'DescribeCreateAccountStatus',
  handle(call, { CreateAccountRequestId }) {
    const request = administeredOrganization(call).requests.get(CreateAccountRequestId);
    if (request?.kind !== 'CREATE') {
      const text = "You specified a create account request that doesn't exist.";
      throw new AwsError('CreateAccountStatusNotFoundException', text);
    }
    return { CreateAccountStatus: described(request) };
  },
});

export const listCreateAccountStatus = operation<ListCreateAccountStatusRequest, ListCreateAccountStatusResponse>({
  name: 'ListCreateAccountStatus',
  handle(call, { States }) {
    const { items, nextToken } = call.page(
      administeredOrganization(call).requests,
      ({ kind, state }) => kind === 'CREATE' && (!States || States.includes(state)),
    );
    return { CreateAccountStatuses: items.map(described), NextToken: nextToken };
  },
});

/** When what Organizations does on its own time is done. */
export function dueAt({ world, now, settings }: Call): number {
  return now + (settings.assignmentDelayMs ?? 1000 + world.ids.below(2001));
}

function newAwsAccountId(call: Call): string {
  for (;;) {
    const id = call.world.ids.digits(12);
    if (!call.world.awsAccounts.has(id)) return id;
  }
}

function described(request: AccountRequest): CreateAccountStatus {
  const hasEnded = request.state !== 'IN_PROGRESS';
  return {
    Id: request.id,
    AccountName: request.name,
    State: request.state,
    RequestedTimestamp: new Date(request.requestedAt),
    CompletedTimestamp: hasEnded ? new Date(request.dueAt) : undefined,
    AccountId: request.state === 'SUCCEEDED' ? request.awsAccountId : undefined,
    FailureReason: request.failureReason as CreateAccountFailureReason | undefined,
  };
}
