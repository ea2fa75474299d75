import * as schemas from '@aws-sdk/client-sso';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Service } from '../service.ts';
import { getRoleCredentials, listAccountRoles, listAccounts, logout } from './portal.ts';

/** The access portal: what a person who signed in to Identity Center may use, and the credentials for it. */
export const ssoPortal: Service = {
  id: 'ssoportal',
  protocol: 'rest',
  isUnsigned: true,
  signingName: 'awsssoportal',
  actionPrefix: 'sso',
  wireName: '',
  eventSource: 'sso.amazonaws.com',
  model: 'sso-portal',
  schemas,
  operations: [listAccounts, listAccountRoles, getRoleCredentials, logout],
  paging: {
    token: 'nextToken',
    limit: 'maxResults',
    size: 100,
    invalidToken: () => new AwsError('InvalidRequestException', 'Invalid nextToken.'),
  },
};
