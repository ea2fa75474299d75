import * as schemas from '@aws-sdk/client-iam';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Service } from '../service.ts';
import { createAccountAlias, deleteAccountAlias, listAccountAliases } from './account/account-aliases.ts';
import { getAccountSummary } from './account/account-summary.ts';
import {
  deleteAccountPasswordPolicy,
  getAccountPasswordPolicy,
  updateAccountPasswordPolicy,
} from './account/password-policy.ts';
import { groupOperations } from './groups/index.ts';
import { getAccessKeyLastUsed } from './keys/access-key-last-used.ts';
import { createAccessKey, deleteAccessKey, listAccessKeys, updateAccessKey } from './keys/access-keys.ts';
import { policyOperations } from './policies/index.ts';
import { providerOperations } from './providers/index.ts';
import { reportOperations } from './reports/index.ts';
import { roleOperations } from './roles/index.ts';
import { userOperations } from './users/index.ts';

/** AWS Identity and Access Management, of the AWS account that owns the caller's credentials. */
export const iam: Service = {
  id: 'iam',
  protocol: 'query',
  signingName: 'iam',
  actionPrefix: 'iam',
  wireName: '2010-05-08',
  eventSource: 'iam.amazonaws.com',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  model: 'iam',
  schemas,
  operations: [
    ...userOperations,
    ...[createAccessKey, listAccessKeys, updateAccessKey, deleteAccessKey, getAccessKeyLastUsed],
    ...groupOperations,
    ...roleOperations,
    ...policyOperations,
    ...[listAccountAliases, createAccountAlias, deleteAccountAlias, getAccountSummary],
    ...[getAccountPasswordPolicy, updateAccountPasswordPolicy, deleteAccountPasswordPolicy],
    ...reportOperations,
    ...providerOperations,
  ],
  paging: {
    token: 'Marker',
    limit: 'MaxItems',
    size: 100,
    invalidToken: () => new AwsError('ValidationError', 'Invalid Marker.'),
  },
};
