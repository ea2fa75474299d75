import * as schemas from '@aws-sdk/client-sts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Service } from '../service.ts';
import { assumeRole } from './assume-role.ts';
import { getAccessKeyInfo, getCallerIdentity } from './caller-identity.ts';

/** AWS Security Token Service. */
export const sts: Service = {
  id: 'sts',
  protocol: 'query',
  signingName: 'sts',
  actionPrefix: 'sts',
  wireName: '2011-06-15',
  eventSource: 'sts.amazonaws.com',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  model: 'sts',
  schemas,
  operations: [assumeRole, getCallerIdentity, getAccessKeyInfo],
  paging: {
    token: 'NextToken',
    limit: 'MaxResults',
    size: 100,
    invalidToken: () => new AwsError('ValidationError', 'Invalid token.'),
  },
};
