import { totp } from '../../../services/iam/users/totp.ts';
import { SMALL } from '../../../worlds/small.ts';
import type { Cases, ErrorCase } from '../operation-case.ts';
import { DOCUMENT, type Facts, MANAGEMENT, READ_ONLY } from '../prepared-world.ts';

const user = (name: string) => [`${MANAGEMENT}:user/${name}`];
const mfa = (name: string) => `${MANAGEMENT}:mfa/${name}`;
const Tags = [{ Key: 'team', Value: 'x' }];
export const NOWHERE = `${MANAGEMENT}:policy/nothing`;

export const nobody: ErrorCase = {
  code: 'NoSuchEntity',
  status: 404,
  message: 'The user with name nobody cannot be found.',
  input: { UserName: 'nobody' },
};
export const noPolicy = (message: string): ErrorCase => ({
  code: 'NoSuchEntity',
  status: 404,
  message,
  input: { PolicyArn: NOWHERE },
});
export const noInline = (kind: string): ErrorCase => ({
  code: 'NoSuchEntity',
  status: 404,
  message: `The ${kind} policy with name nothing cannot be found.`,
  input: { PolicyName: 'nothing' },
});
export const malformed: ErrorCase = {
  code: 'MalformedPolicyDocument',
  message: 'Syntax errors in policy.',
  input: { PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Maybe"}]}' },
};
export const duplicateTag: ErrorCase = {
  code: 'InvalidInput',
  message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  input: {
    Tags: [
      { Key: 'a', Value: '' },
      { Key: 'A', Value: '' },
    ],
  },
};
export const notAttachable: ErrorCase = noPolicy(`Policy ${NOWHERE} does not exist or is not attachable.`);
export const noBoundary = (kind: string): ErrorCase => ({
  code: 'NoSuchEntity',
  status: 404,
  message: `The permissions boundary of ${kind} bare cannot be found.`,
  input: kind === 'user' ? { UserName: 'bare' } : { RoleName: 'bare' },
});
export const boundaryOfNothing: ErrorCase = {
  code: 'NoSuchEntity',
  status: 404,
  message: `Scope ARN: ${NOWHERE} does not exist or is not attachable.`,
  input: { PermissionsBoundary: NOWHERE },
};
export const conflicting = (first: string): Pick<ErrorCase, 'code' | 'status' | 'message'> => ({
  code: 'DeleteConflict',
  status: 409,
  message: `Cannot delete entity, must ${first} first.`,
});

/** IAM users: themselves, their policies, tags and boundary. */
export const iamUsers: Cases = {
  ListUsers: { input: {}, resources: user('') },
  GetUser: { input: { UserName: 'full' }, resources: user('full'), errors: [nobody] },
  CreateUser: {
    input: { UserName: 'made', Path: '/p/', Tags },
    resources: user('p/made'),
    errors: [
      {
        code: 'EntityAlreadyExists',
        status: 409,
        message: 'User with name BARE already exists.',
        input: { UserName: 'BARE' },
      },
      { ...boundaryOfNothing, input: { ...boundaryOfNothing.input, UserName: 'made' } },
      duplicateTag,
    ],
  },
  UpdateUser: {
    input: { UserName: 'bare', NewUserName: 'renamed' },
    resources: [...user('bare'), ...user('renamed')],
    errors: [
      nobody,
      {
        code: 'EntityAlreadyExists',
        status: 409,
        message: 'User with name full already exists.',
        input: { NewUserName: 'full' },
      },
    ],
  },
  DeleteUser: {
    input: { UserName: 'bare' },
    resources: user('bare'),
    errors: [nobody, { ...conflicting('remove referenced objects'), input: { UserName: 'full' } }],
  },
  TagUser: { input: { UserName: 'bare', Tags }, resources: user('bare'), errors: [nobody, duplicateTag] },
  UntagUser: { input: { UserName: 'full', TagKeys: ['team'] }, resources: user('full'), errors: [nobody] },
  ListUserTags: { input: { UserName: 'full' }, resources: user('full'), errors: [nobody] },
  PutUserPolicy: {
    input: { UserName: 'bare', PolicyName: 'p', PolicyDocument: DOCUMENT },
    resources: user('bare'),
    errors: [
      nobody,
      malformed,
      {
        code: 'LimitExceeded',
        status: 409,
        message: 'Maximum policy size of 2048 bytes exceeded for user bare',
        input: { PolicyDocument: DOCUMENT.replace('s3:*', `s3:${'x'.repeat(2048)}`) },
      },
    ],
  },
  GetUserPolicy: {
    input: { UserName: 'full', PolicyName: 'inline' },
    resources: user('full'),
    errors: [nobody, noInline('user')],
  },
  DeleteUserPolicy: {
    input: { UserName: 'full', PolicyName: 'inline' },
    resources: user('full'),
    errors: [nobody, noInline('user')],
  },
  ListUserPolicies: { input: { UserName: 'full' }, resources: user('full'), errors: [nobody] },
  AttachUserPolicy: {
    input: { UserName: 'bare', PolicyArn: READ_ONLY },
    resources: user('bare'),
    errors: [nobody, notAttachable],
  },
  DetachUserPolicy: {
    input: { UserName: 'full', PolicyArn: READ_ONLY },
    resources: user('full'),
    errors: [nobody, noPolicy(`Policy ${NOWHERE} was not found.`)],
  },
  ListAttachedUserPolicies: { input: { UserName: 'full' }, resources: user('full'), errors: [nobody] },
  PutUserPermissionsBoundary: {
    input: { UserName: 'bare', PermissionsBoundary: READ_ONLY },
    resources: user('bare'),
    errors: [nobody, boundaryOfNothing],
  },
  DeleteUserPermissionsBoundary: {
    input: { UserName: 'full' },
    resources: user('full'),
    errors: [nobody, noBoundary('user')],
  },
};

const noProfile: ErrorCase = {
  code: 'NoSuchEntity',
  status: 404,
  message: 'Login Profile for User bare cannot be found.',
  input: { UserName: 'bare' },
};
const tooShort: ErrorCase = {
  code: 'PasswordPolicyViolation',
  message: 'Password does not conform to the account password policy.',
  input: { Password: 'short' },
};
const noKey: ErrorCase = {
  code: 'NoSuchEntity',
  status: 404,
  message: 'The Access Key with id AKIANOTHINGNOTHING00 cannot be found.',
  input: { AccessKeyId: 'AKIANOTHINGNOTHING00' },
};
const noDevice: ErrorCase = {
  code: 'NoSuchEntity',
  status: 404,
  message: `VirtualMFADevice with serial number ${mfa('nothing')} doesn't exist.`,
  input: { SerialNumber: mfa('nothing') },
};

/** What IAM users sign in with: passwords, devices, keys. */
export function iamCredentials({ accessKeyId: AccessKeyId, mfaSeed }: Facts): Cases {
  const now = Date.now();
  const codes = {
    AuthenticationCode1: totp(mfaSeed, now),
    AuthenticationCode2: totp(mfaSeed, now + 30_000),
  };
  return {
    GetLoginProfile: { input: { UserName: 'full' }, resources: user('full'), errors: [nobody, noProfile] },
    CreateLoginProfile: {
      input: { UserName: 'bare', Password: 'Long-enough-2026' },
      resources: user('bare'),
      errors: [
        nobody,
        {
          code: 'EntityAlreadyExists',
          status: 409,
          message: 'Login Profile for user full already exists.',
          input: { UserName: 'full' },
        },
        tooShort,
      ],
    },
    UpdateLoginProfile: {
      input: { UserName: 'full', PasswordResetRequired: true },
      resources: user('full'),
      errors: [nobody, noProfile, tooShort],
    },
    DeleteLoginProfile: { input: { UserName: 'full' }, resources: user('full'), errors: [nobody, noProfile] },
    ListMFADevices: { input: { UserName: 'full' }, resources: user('full'), errors: [nobody] },
    EnableMFADevice: {
      input: { UserName: 'bare', SerialNumber: mfa('bare'), ...codes },
      resources: user('bare'),
      errors: [
        nobody,
        noDevice,
        {
          code: 'EntityAlreadyExists',
          status: 409,
          message: `MFADevice with serial number ${mfa('full')} is already in use.`,
          input: { SerialNumber: mfa('full') },
        },
        {
          code: 'InvalidAuthenticationCode',
          status: 403,
          message: 'Authentication code for device is not valid.',
          input: { AuthenticationCode1: codes.AuthenticationCode2, AuthenticationCode2: codes.AuthenticationCode1 },
        },
      ],
    },
    DeactivateMFADevice: {
      input: { UserName: 'full', SerialNumber: mfa('full') },
      resources: user('full'),
      errors: [
        nobody,
        {
          ...noDevice,
          message: `MFA Device invalid for user. Serial number ${mfa('nothing')}.`,
        },
      ],
    },
    CreateVirtualMFADevice: {
      input: { VirtualMFADeviceName: 'made' },
      resources: [mfa('made')],
      errors: [
        {
          code: 'EntityAlreadyExists',
          status: 409,
          message: 'MFADevice entity at the same path and name already exists.',
          input: { VirtualMFADeviceName: 'full' },
        },
      ],
    },
    ListVirtualMFADevices: { input: {} },
    DeleteVirtualMFADevice: {
      input: { SerialNumber: mfa('bare') },
      resources: [mfa('bare')],
      errors: [
        noDevice,
        {
          code: 'DeleteConflict',
          status: 409,
          message: 'MFA VirtualDevice in use. Must deactivate first.',
          input: { SerialNumber: mfa('full') },
        },
      ],
    },
    CreateAccessKey: {
      input: { UserName: 'bare' },
      resources: user('bare'),
      errors: [
        nobody,
        {
          code: 'LimitExceeded',
          status: 409,
          message: 'Cannot exceed quota for AccessKeysPerUser: 2',
          input: { UserName: 'full' },
          when(world) {
            const full = world.awsAccounts.get(SMALL.managementAccountId)?.user('full');
            full?.accessKeys.push({ id: 'AKIASECONDSECONDSEC1', secret: 'x', createdAt: 0, status: 'Active' });
          },
        },
      ],
    },
    ListAccessKeys: { input: { UserName: 'full' }, resources: user('full'), errors: [nobody] },
    UpdateAccessKey: {
      input: { UserName: 'full', AccessKeyId, Status: 'Inactive' },
      resources: user('full'),
      errors: [nobody, noKey],
    },
    DeleteAccessKey: { input: { UserName: 'full', AccessKeyId }, resources: user('full'), errors: [nobody, noKey] },
    GetAccessKeyLastUsed: {
      input: { AccessKeyId },
      resources: user('full'),
      errors: [
        {
          code: 'AccessDenied',
          status: 403,
          message: `User: ${MANAGEMENT}:user/tester is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key AKIANOTHINGNOTHING00`,
          input: noKey.input as object,
        },
      ],
    },
  };
}
