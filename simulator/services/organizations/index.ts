import * as schemas from '@aws-sdk/client-organizations';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Service } from '../service.ts';
import { describeAccount, listAccounts, listAccountsForParent } from './accounts.ts';
import { listDelegatedAdministrators, listDelegatedServicesForAccount } from './delegated-administrators.ts';
import { describeOrganization } from './organization.ts';
import {
  describeOrganizationalUnit,
  listChildren,
  listOrganizationalUnitsForParent,
  listParents,
  listRoots,
} from './tree.ts';

/** AWS Organizations. */
export const organizations: Service = {
  id: 'organizations',
  protocol: 'json',
  signingName: 'organizations',
  actionPrefix: 'organizations',
  wireName: 'AWSOrganizationsV20161128',
  model: 'organizations',
  schemas,
  operations: [
    ...[describeOrganization, listAccounts, describeAccount, listAccountsForParent],
    ...[listRoots, listOrganizationalUnitsForParent, describeOrganizationalUnit, listParents, listChildren],
    ...[listDelegatedAdministrators, listDelegatedServicesForAccount],
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
      case 'RANGE':
        return invalidInput('MAX_VALUE_EXCEEDED', 'You provided a value that is outside of the allowed range.');
      case 'ENUM':
        return invalidInput('INVALID_ENUM', 'You specified an invalid value.');
      case 'LENGTH':
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
