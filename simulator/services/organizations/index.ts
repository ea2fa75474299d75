import * as schemas from '@aws-sdk/client-organizations';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Service } from '../service.ts';
import { closeAccount, moveAccount, removeAccountFromOrganization } from './accounts/account-changes.ts';
import { createAccount, describeCreateAccountStatus, listCreateAccountStatus } from './accounts/account-creation.ts';
import { describeAccount, listAccounts, listAccountsForParent } from './accounts/accounts.ts';
import {
  deregisterDelegatedAdministrator,
  listDelegatedAdministrators,
  listDelegatedServicesForAccount,
  registerDelegatedAdministrator,
} from './delegated-administrators.ts';
import { describeOrganization } from './organization.ts';
import { attachPolicy, detachPolicy, listPoliciesForTarget, listTargetsForPolicy } from './policies/attachments.ts';
import { createPolicy, deletePolicy, describePolicy, listPolicies, updatePolicy } from './policies/policies.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import {
  describeOrganizationalUnit,
  listChildren,
  listOrganizationalUnitsForParent,
  listParents,
  listRoots,
} from './tree/tree.ts';
import { createOrganizationalUnit, deleteOrganizationalUnit, updateOrganizationalUnit } from './tree/units.ts';

/** AWS Organizations. */
export const organizations: Service = {
  id: 'organizations',
  protocol: 'json',
  signingName: 'organizations',
  actionPrefix: 'organizations',
  wireName: 'AWSOrganizationsV20161128',
  eventSource: 'organizations.amazonaws.com',
  model: 'organizations',
  schemas,
  operations: [
    ...[describeOrganization, listAccounts, describeAccount, listAccountsForParent],
    ...[createAccount, describeCreateAccountStatus, listCreateAccountStatus],
    ...[moveAccount, closeAccount, removeAccountFromOrganization],
    ...[listRoots, listOrganizationalUnitsForParent, describeOrganizationalUnit, listParents, listChildren],
    ...[createOrganizationalUnit, updateOrganizationalUnit, deleteOrganizationalUnit],
    ...[listTagsForResource, tagResource, untagResource],
    ...[listPolicies, describePolicy, createPolicy, updatePolicy, deletePolicy],
    ...[listPoliciesForTarget, listTargetsForPolicy, attachPolicy, detachPolicy],
    ...[listDelegatedAdministrators, listDelegatedServicesForAccount],
    ...[registerDelegatedAdministrator, deregisterDelegatedAdministrator],
  ],
  paging: {
    token: 'NextToken',
    limit: 'MaxResults',
    size: 20,
    invalidToken: () =>
      invalidInput(
        'INVALID_NEXT_TOKEN',
        'You specified an invalid value for nextToken. You must get the value from the response to a previous call to the API.',
      ),
  },
  /** Organizations words violated constraints itself (API reference, InvalidInputException reasons). */
  invalid(violations) {
    switch (violations[0]?.reason) {
      case 'REQUIRED':
        return invalidInput('INPUT_REQUIRED', 'You must specify a value for the required parameter.');
      case 'MIN_VALUE':
        return invalidInput('MIN_VALUE_EXCEEDED', 'You provided a value that is outside of the allowed range.');
      case 'MAX_VALUE':
        return invalidInput('MAX_VALUE_EXCEEDED', 'You provided a value that is outside of the allowed range.');
      case 'ENUM':
        return invalidInput('INVALID_ENUM', 'You specified an invalid value.');
      case 'MIN_LENGTH':
        return invalidInput('MIN_LENGTH_EXCEEDED', 'You specified a value that does not have an allowed length.');
      case 'MAX_LENGTH':
        return invalidInput('MAX_LENGTH_EXCEEDED', 'You specified a value that does not have an allowed length.');
      default:
        return invalidInput('INVALID_PATTERN', 'You provided a value that does not match the required pattern.');
    }
  },
  throttled: () => new AwsError('TooManyRequestsException', 'Rate exceeded'),
};

function invalidInput(reason: string, message: string): AwsError {
  return new AwsError('InvalidInputException', message, 400, { Reason: reason });
}
