import { SMALL } from '../../../worlds/small.ts';
import { DEVICE_GRANT } from '../../sign-in.ts';
import type { Cases, ErrorCase } from '../operation-case.ts';
import { type Facts, MANAGEMENT } from '../prepared-world.ts';

const { memberAccountId: accountId } = SMALL;
const RoleArn = `${MANAGEMENT}:role/full`;

/** The words are one and the same for all that can stand in the way of assuming a role. */
const noEntry = (RoleArn: string): ErrorCase => ({
  code: 'AccessDenied',
  status: 403,
  message: `User: ${MANAGEMENT}:user/tester is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
  input: { RoleArn },
});

export function stsCases({ accessKeyId: AccessKeyId }: Facts): Cases {
  return {
    AssumeRole: {
      input: { RoleArn, RoleSessionName: 'test' },
      action: 'sts:AssumeRole',
      resources: [RoleArn],
      errors: [
        noEntry(`${MANAGEMENT}:role/nothing`),
        noEntry(`${MANAGEMENT}:role/Vendor`),
        {
          code: 'ValidationError',
          message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
          input: { DurationSeconds: 7200 },
        },
        { code: 'MalformedPolicyDocument', message: 'This policy contains invalid Json', input: { Policy: '{' } },
        {
          code: 'InvalidParameterValue',
          message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
          input: {
            Tags: [
              { Key: 'a', Value: '' },
              { Key: 'A', Value: '' },
            ],
          },
        },
      ],
    },
    GetCallerIdentity: { input: {}, action: false },
    GetAccessKeyInfo: {
      input: { AccessKeyId },
      errors: [
        {
          code: 'ValidationError',
          message: 'Access key AKIANOTHINGNOTHING00 is unknown.',
          input: { AccessKeyId: 'AKIANOTHINGNOTHING00' },
        },
      ],
    },
  };
}

/** The portal asks for a person's access token instead of a permission. */
export function portalCases({ accessToken }: Facts): Cases {
  const notSignedIn: ErrorCase = {
    code: 'UnauthorizedException',
    status: 401,
    message: 'Session token not found or invalid',
    input: { accessToken: 'nothing' },
  };
  const noAccess = (input: object): ErrorCase => ({
    code: 'ForbiddenException',
    status: 403,
    message: 'No access',
    input,
  });
  return {
    ListAccounts: { input: { accessToken }, action: false, errors: [notSignedIn] },
    ListAccountRoles: {
      input: { accessToken, accountId },
      action: false,
      errors: [notSignedIn, noAccess({ accountId: SMALL.managementAccountId })],
    },
    GetRoleCredentials: {
      input: { accessToken, accountId, roleName: 'ReadOnlyAccess' },
      action: false,
      errors: [notSignedIn, noAccess({ roleName: 'AdministratorAccess' })],
    },
    Logout: { input: { accessToken }, action: false, errors: [notSignedIn] },
  };
}

/** The sign-in service asks for a client's secret. */
export function oidcCases({ client }: Facts): Cases {
  const badClient: ErrorCase = {
    code: 'InvalidClientException',
    status: 401,
    message: 'Invalid client or client secret.',
    input: { clientSecret: 'x'.repeat(60) },
  };
  const refused = (code: string, message: string, input: object): ErrorCase => ({ code, message, input });
  return {
    RegisterClient: {
      input: { clientName: 'test', clientType: 'public' },
      action: false,
      errors: [
        refused('InvalidClientMetadataException', 'Only public clients can be registered.', {
          clientType: 'confidential',
        }),
      ],
    },
    StartDeviceAuthorization: {
      input: { ...client, startUrl: `https://${SMALL.identityStoreId}.awsapps.com/start` },
      action: false,
      errors: [
        badClient,
        refused('InvalidRequestException', 'The start URL names no instance of IAM Identity Center.', {
          startUrl: 'https://d-0000000000.awsapps.com/start',
        }),
      ],
    },
    CreateToken: {
      input: { ...client, grantType: DEVICE_GRANT, deviceCode: 'approved' },
      action: false,
      errors: [
        badClient,
        refused('AuthorizationPendingException', 'The user has not signed in yet.', { deviceCode: 'pending' }),
        refused('InvalidGrantException', 'Invalid device code provided.', { deviceCode: 'nothing' }),
        refused('InvalidRequestException', 'deviceCode is required.', { deviceCode: undefined }),
        refused('UnsupportedGrantTypeException', 'The grant type password is not supported.', {
          grantType: 'password',
        }),
        {
          ...refused('ExpiredTokenException', 'The device code has expired.', {}),
          when(world) {
            world.clock.advance(1);
            const signIns = world.identityCenters[0]?.signIns;
            signIns?.use('approved');
            signIns?.add({ deviceCode: 'approved', userCode: 'X', clientId: client.clientId, expiresAt: 1 }, 0);
          },
        },
      ],
    },
  };
}
