import * as schemas from '@aws-sdk/client-sso-oidc';
import { AwsError } from '../../protocols/aws-error.ts';
import { violationMessage } from '../../protocols/constraints.ts';
import type { Service } from '../service.ts';
import { createToken } from './create-token.ts';
import { registerClient, startDeviceAuthorization } from './device-authorization.ts';
import { invalidRequest } from './refusals.ts';

/** The sign-in service behind `aws sso login`: the device flow of OAuth 2.0 (RFC 8628). */
export const ssoOidc: Service = {
  id: 'ssooidc',
  protocol: 'rest',
  isUnsigned: true,
  signingName: 'sso-oauth',
  actionPrefix: 'sso-oauth',
  wireName: '',
  eventSource: 'sso.amazonaws.com',
  model: 'sso-oidc',
  schemas,
  operations: [registerClient, startDeviceAuthorization, createToken],
  paging: {
    token: '',
    limit: '',
    size: 0,
    invalidToken: () => new AwsError('InvalidRequestException', ''),
  },
  invalid: (violations) => invalidRequest(violationMessage(violations)),
};
