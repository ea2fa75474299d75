import type {
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
} from '@aws-sdk/client-iam';
import { awsManagedPolicy } from '../../../policies/aws-managed-policies.ts';
import { Collection } from '../../../state/collection.ts';
import type { IamGroup, IamRole, IamUser, ManagedPolicy } from '../../../state/iam/iam-entities.ts';
import { policyUsage } from '../../../state/iam/policy-usage.ts';
import { operation } from '../../service.ts';
import { groupDetail, policyDetail, roleDetail, userDetail } from './details.ts';

const NOTHING = new Collection<never>(() => '');

/**
 * Users, groups, roles and policies in one list of pages: a marker goes on where the last page ended, in whatever list
 * that was. Of AWS's policies only those in use are told.
 */
export const getAccountAuthorizationDetails = operation<
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse
>({
  name: 'GetAccountAuthorizationDetails',
  handle(call, { Filter }) {
    const { account } = call;
    const wants = (type: string) => !Filter?.length || Filter.includes(type as never);
    const { pages, nextToken } = call.pageOver<[IamUser, IamGroup, IamRole, ManagedPolicy, string]>([
      { collection: wants('User') ? account.users : NOTHING },
      { collection: wants('Group') ? account.groups : NOTHING },
      { collection: wants('Role') ? account.roles : NOTHING },
      { collection: wants('LocalManagedPolicy') ? account.policies : NOTHING },
      { collection: wants('AWSManagedPolicy') ? policyUsage(account).arns : NOTHING, filter: isOfAws },
    ]);
    const [users, groups, roles, own, ofAws] = pages;
    const policies = [...own, ...ofAws.flatMap((arn) => awsManagedPolicy(arn) ?? [])];
    return {
      UserDetailList: users.map((user) => userDetail(account, user)),
      GroupDetailList: groups.map((group) => groupDetail(account, group)),
      RoleDetailList: roles.map((role) => roleDetail(call, role)),
      Policies: policies.map((policy) => policyDetail(call, policy)),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

function isOfAws(arn: string): boolean {
  return awsManagedPolicy(arn) !== undefined;
}
