import type { Cases, ErrorCase } from '../operation-case.ts';
import { DOCUMENT, MANAGEMENT, READ_ONLY, TRUST } from '../prepared-world.ts';
import {
  boundaryOfNothing,
  conflicting,
  duplicateTag,
  malformed,
  NOWHERE,
  noBoundary,
  nobody,
  noInline,
  noPolicy,
  notAttachable,
} from './iam-users.ts';

const group = (name: string) => [`${MANAGEMENT}:group/${name}`];
const role = (name: string) => [`${MANAGEMENT}:role/${name}`];
const Tags = [{ Key: 'team', Value: 'x' }];

const noGroup: ErrorCase = {
  code: 'NoSuchEntity',
  status: 404,
  message: 'The group with name nothing cannot be found.',
  input: { GroupName: 'nothing' },
};
const noRole: ErrorCase = {
  code: 'NoSuchEntity',
  status: 404,
  message: 'The role with name nothing cannot be found.',
  input: { RoleName: 'nothing' },
};
const exists = (kind: string, input: object): ErrorCase => ({
  code: 'EntityAlreadyExists',
  status: 409,
  message: `${kind} with name full already exists.`,
  input,
});
const RESERVED =
  /^Cannot perform the operation on the protected role 'AWSReservedSSO_ReadOnlyAccess_[0-9a-f]{16}' - this role is only modifiable by AWS$/;

export const iamGroups: Cases = {
  ListGroups: { input: {}, resources: group('') },
  GetGroup: { input: { GroupName: 'full' }, resources: group('full'), errors: [noGroup] },
  CreateGroup: {
    input: { GroupName: 'made', Path: '/p/' },
    resources: group('p/made'),
    errors: [exists('Group', { GroupName: 'full' })],
  },
  UpdateGroup: {
    input: { GroupName: 'bare', NewGroupName: 'renamed' },
    resources: [...group('bare'), ...group('renamed')],
    errors: [noGroup, exists('Group', { NewGroupName: 'full' })],
  },
  DeleteGroup: {
    input: { GroupName: 'bare' },
    resources: group('bare'),
    errors: [noGroup, { ...conflicting('remove referenced objects'), input: { GroupName: 'full' } }],
  },
  AddUserToGroup: {
    input: { GroupName: 'bare', UserName: 'bare' },
    resources: group('bare'),
    errors: [noGroup, nobody],
  },
  RemoveUserFromGroup: {
    input: { GroupName: 'full', UserName: 'full' },
    resources: group('full'),
    errors: [
      noGroup,
      nobody,
      {
        code: 'NoSuchEntity',
        status: 404,
        message: 'User bare is not in group full.',
        input: { UserName: 'bare' },
      },
    ],
  },
  ListGroupsForUser: {
    input: { UserName: 'full' },
    resources: [`${MANAGEMENT}:user/full`],
    errors: [nobody],
  },
  PutGroupPolicy: {
    input: { GroupName: 'bare', PolicyName: 'p', PolicyDocument: DOCUMENT },
    resources: group('bare'),
    errors: [noGroup, malformed],
  },
  GetGroupPolicy: {
    input: { GroupName: 'full', PolicyName: 'inline' },
    resources: group('full'),
    errors: [noGroup, noInline('group')],
  },
  DeleteGroupPolicy: {
    input: { GroupName: 'full', PolicyName: 'inline' },
    resources: group('full'),
    errors: [noGroup, noInline('group')],
  },
  ListGroupPolicies: { input: { GroupName: 'full' }, resources: group('full'), errors: [noGroup] },
  AttachGroupPolicy: {
    input: { GroupName: 'bare', PolicyArn: READ_ONLY },
    resources: group('bare'),
    errors: [noGroup, notAttachable],
  },
  DetachGroupPolicy: {
    input: { GroupName: 'full', PolicyArn: READ_ONLY },
    resources: group('full'),
    errors: [noGroup, noPolicy(`Policy ${NOWHERE} was not found.`)],
  },
  ListAttachedGroupPolicies: { input: { GroupName: 'full' }, resources: group('full'), errors: [noGroup] },
};

/** `reserved` is the role that Identity Center made in the management account: nobody may change it. */
export function iamRoles(reserved: string): Cases {
  const protectedRole: ErrorCase = { code: 'UnmodifiableEntity', message: RESERVED, input: { RoleName: reserved } };
  const change = [noRole, protectedRole];
  return {
    ListRoles: { input: {}, resources: role('') },
    GetRole: { input: { RoleName: 'full' }, resources: role('full'), errors: [noRole] },
    CreateRole: {
      input: { RoleName: 'made', Path: '/p/', AssumeRolePolicyDocument: TRUST, Tags },
      resources: role('p/made'),
      errors: [
        exists('Role', { RoleName: 'full' }),
        {
          code: 'MalformedPolicyDocument',
          message: `Invalid principal in policy: "AWS":"${MANAGEMENT}:user/nobody"`,
          input: {
            AssumeRolePolicyDocument: TRUST.replace(
              '"Service":"ec2.amazonaws.com"',
              `"AWS":"${MANAGEMENT}:user/nobody"`,
            ),
          },
        },
        boundaryOfNothing,
        duplicateTag,
      ],
    },
    DeleteRole: {
      input: { RoleName: 'bare' },
      resources: role('bare'),
      errors: [...change, { ...conflicting('delete policies'), input: { RoleName: 'full' } }],
    },
    CreateServiceLinkedRole: {
      input: { AWSServiceName: 'ecs.amazonaws.com' },
      resources: role('aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS'),
      errors: [
        {
          code: 'InvalidInput',
          message: 'Service linked roles are not supported for nothing.amazonaws.com.',
          input: { AWSServiceName: 'nothing.amazonaws.com' },
        },
      ],
    },
    UpdateRole: { input: { RoleName: 'bare', MaxSessionDuration: 7200 }, resources: role('bare'), errors: change },
    UpdateRoleDescription: { input: { RoleName: 'bare', Description: 'd' }, resources: role('bare'), errors: change },
    UpdateAssumeRolePolicy: {
      input: { RoleName: 'bare', PolicyDocument: TRUST },
      resources: role('bare'),
      errors: [...change, malformed],
    },
    TagRole: { input: { RoleName: 'bare', Tags }, resources: role('bare'), errors: [...change, duplicateTag] },
    UntagRole: { input: { RoleName: 'full', TagKeys: ['team'] }, resources: role('full'), errors: change },
    ListRoleTags: { input: { RoleName: 'full' }, resources: role('full'), errors: [noRole] },
    PutRolePolicy: {
      input: { RoleName: 'bare', PolicyName: 'p', PolicyDocument: DOCUMENT },
      resources: role('bare'),
      errors: [...change, malformed],
    },
    GetRolePolicy: {
      input: { RoleName: 'full', PolicyName: 'inline' },
      resources: role('full'),
      errors: [noRole, noInline('role')],
    },
    DeleteRolePolicy: {
      input: { RoleName: 'full', PolicyName: 'inline' },
      resources: role('full'),
      errors: [...change, noInline('role')],
    },
    ListRolePolicies: { input: { RoleName: 'full' }, resources: role('full'), errors: [noRole] },
    AttachRolePolicy: {
      input: { RoleName: 'bare', PolicyArn: READ_ONLY },
      resources: role('bare'),
      errors: [...change, notAttachable],
    },
    DetachRolePolicy: {
      input: { RoleName: 'full', PolicyArn: READ_ONLY },
      resources: role('full'),
      errors: [...change, noPolicy(`Policy ${NOWHERE} was not found.`)],
    },
    ListAttachedRolePolicies: { input: { RoleName: 'full' }, resources: role('full'), errors: [noRole] },
    PutRolePermissionsBoundary: {
      input: { RoleName: 'bare', PermissionsBoundary: READ_ONLY },
      resources: role('bare'),
      errors: [...change, boundaryOfNothing],
    },
    DeleteRolePermissionsBoundary: {
      input: { RoleName: 'full' },
      resources: role('full'),
      errors: [...change, noBoundary('role')],
    },
  };
}
