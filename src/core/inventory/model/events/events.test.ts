import { describe, expect, it } from 'vitest';
import { isOwnCall, readEvent } from './aws-event.ts';
import { meaningOf } from './meaning-of-event.ts';

const user = {
  type: 'IAMUser',
  principalId: 'AIDA2JRQENFYPMDW6GXRD',
  arn: 'arn:aws:iam::111111111111:user/terraform-bootstrap',
  accountId: '111111111111',
  accessKeyId: 'AKIADEMOADMINLARKSP1',
  userName: 'terraform-bootstrap',
};
const set = 'arn:aws:sso:::permissionSet/ssoins-5aa11000000000aa/ps-1d57adbcbbf09f4c';
const groupId = '5aa1100000-8f25d0b8-4df2-4c39-9d25-a33fe27b44f1';
const userId = '5aa1100000-faaec576-f1e5-4050-874f-a2faa0967f5b';
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const text = (source: string, eventName: string, requestParameters: unknown, more: object = {}) =>
  JSON.stringify({
    eventVersion: '1.11',
    userIdentity: user,
    eventTime: '2026-11-24T12:11:52Z',
    eventSource: `${source}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    requestParameters,
    responseElements: null,
    eventID: '1236d30a-7d95-4ad3-83a6-c12e7c2a28ee',
    readOnly: false,
    eventType: 'AwsApiCall',
    recipientAccountId: '111111111111',
    ...more,
  });
function event(...parts: Parameters<typeof text>) {
  const read = readEvent(text(...parts));
  if (!read) throw new Error('that is an event');
  return read;
}
const touchedBy = (...parts: Parameters<typeof text>) => meaningOf(event(...parts))?.touched;

describe('an event of CloudTrail', () => {
  it('tells who did it, from where and when', () => {
    expect(event('sso', 'DeletePermissionSet', {})).toMatchObject({
      id: '1236d30a-7d95-4ad3-83a6-c12e7c2a28ee',
      at: '2026-11-24T12:11:52.000Z',
      awsAccountId: '111111111111',
      actor: { name: user.arn, sourceIp: '203.0.113.7', roleArn: null },
    });
  });

  it.each([
    undefined,
    '',
    'no JSON',
    'null',
    '[]',
    '{"eventID":"1"}',
    '{"eventID":"1","eventSource":"a","eventName":"b","eventTime":"once"}',
  ])('that reads %j is none', (odd) => expect(readEvent(odd)).toBeNull());

  it('of a session of ours is known by its role and name, and of nobody else', () => {
    const roleArn = 'arn:aws:iam::111111111111:role/Countersign';
    const session = (name: string, arn = roleArn) =>
      event(
        'iam',
        'AddUserToGroup',
        {},
        {
          userIdentity: {
            type: 'AssumedRole',
            principalId: `AROA2JRQENFYPMDW6GXRD:${name}`,
            arn: `arn:aws:sts::111111111111:assumed-role/Countersign/${name}`,
            sessionContext: { sessionIssuer: { type: 'Role', arn } },
          },
        },
      );
    expect(isOwnCall(session('countersign-write-con_1'), roleArn)).toBe(true);
    expect(isOwnCall(session('mallory'), roleArn)).toBe(false);
    expect(isOwnCall(session('countersign-con_1', 'arn:aws:iam::111111111111:role/Other'), roleArn)).toBe(false);
    expect(isOwnCall(event('iam', 'AddUserToGroup', {}), roleArn)).toBe(false);
  });

  it('of automatic provisioning has a token for an actor, of a service the service', () => {
    const scim = { userIdentity: { type: 'WebIdentityUser', accountId: '111111111111', accessKeyId: 'fef5547b' } };
    expect(event('identitystore-scim', 'DeleteUser', {}, scim).actor.name).toBe('SCIM token fef5547b');
    const service = { userIdentity: { type: 'AWSService', invokedBy: 'sso.amazonaws.com' } };
    expect(event('iam', 'CreateRole', {}, service).actor.name).toBe('sso.amazonaws.com');
  });
});

describe('what an event touches', () => {
  const pair = { what: 'pair', awsAccountId: '222222222222', permissionSetArn: set };
  it.each<[string, string, object, object, object[]]>([
    [
      'sso',
      'CreateAccountAssignment',
      { targetId: '222222222222', permissionSetArn: set, principalType: 'GROUP', principalId: groupId },
      {},
      [pair, { what: 'iam', awsAccountId: '222222222222' }],
    ],
    [
      'sso',
      'DeleteAccountAssignment',
      { targetId: '222222222222', permissionSetArn: set, principalType: 'USER', principalId: userId },
      {},
      [pair, { what: 'iam', awsAccountId: '222222222222' }],
    ],
    [
      'sso',
      'CreatePermissionSet',
      { name: 'xx' },
      { permissionSet: { permissionSetArn: set, name: 'xx' } },
      [{ what: 'permission-set', arn: set }],
    ],
    [
      'sso',
      'PutInlinePolicyToPermissionSet',
      { permissionSetArn: set, inlinePolicy: '{}' },
      {},
      [{ what: 'permission-set', arn: set }],
    ],
    ['sso', 'DeletePermissionSet', { permissionSetArn: set }, {}, [{ what: 'permission-sets' }]],
    ['sso', 'TagResource', { resourceArn: set }, {}, [{ what: 'permission-set', arn: set }]],
    [
      'sso',
      'ProvisionPermissionSet',
      { permissionSetArn: set, targetType: 'ALL_PROVISIONED_ACCOUNTS' },
      {},
      [{ what: 'iam', awsAccountId: 'each' }],
    ],
    ['sso', 'AssociateProfile', { profileId: 'p-1' }, {}, [{ what: 'everything' }]],
    ['sso', 'Federate', {}, {}, []],
    [
      'identitystore',
      'CreateGroupMembership',
      { groupId, memberId: { userId } },
      { membershipId: 'm-1' },
      [{ what: 'members-of-group', groupId }],
    ],
    [
      'identitystore',
      'DeleteGroupMembership',
      { identityStoreId: 'd-5aa1100000', membershipId: 'm-1' },
      {},
      [{ what: 'membership', membershipId: 'm-1' }],
    ],
    ['identitystore', 'CreateUser', { userName: hidden }, { userId }, [{ what: 'users' }]],
    [
      'sso-directory',
      'AddMemberToGroup',
      { groupId, member: { memberId: userId } },
      {},
      [{ what: 'members-of-group', groupId }],
    ],
    [
      'sso-directory',
      'RemoveMemberFromGroup',
      { groupId, member: { memberId: userId } },
      {},
      [{ what: 'members-of-group', groupId }],
    ],
    ['sso-directory', 'DisableUser', { userId }, {}, [{ what: 'users' }]],
    ['sso-directory', 'UpdateGroup', { groupId }, {}, [{ what: 'groups' }]],
    [
      'identitystore-scim',
      'PatchGroup',
      { tenantId: 't', id: groupId, httpBody: { operations: [] } },
      {},
      [{ what: 'groups' }, { what: 'members-of-group', groupId }],
    ],
    [
      'identitystore-scim',
      'CreateUser',
      { tenantId: 't', httpBody: { userName: hidden } },
      { id: userId, userName: hidden },
      [{ what: 'users' }],
    ],
    [
      'organizations',
      'CreateAccount',
      { email: '****', accountName: '****' },
      { createAccountStatus: { state: 'IN_PROGRESS' } },
      [{ what: 'aws-accounts' }],
    ],
    [
      'organizations',
      'MoveAccount',
      { accountId: '222222222222', sourceParentId: 'r-1', destinationParentId: 'ou-1' },
      {},
      [{ what: 'aws-accounts' }],
    ],
    ['organizations', 'AttachPolicy', { policyId: 'p-1' }, {}, []],
    [
      'iam',
      'AddUserToGroup',
      { groupName: 'ops', userName: 'ann' },
      {},
      [{ what: 'iam-members', awsAccountId: '111111111111', groupName: 'ops' }],
    ],
    [
      'iam',
      'UpdateAssumeRolePolicy',
      { roleName: 'Deployer', policyDocument: '{}' },
      {},
      [{ what: 'iam', awsAccountId: '111111111111' }],
    ],
    [
      'iam',
      'AttachRolePolicy',
      { roleName: 'Deployer', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      {},
      [{ what: 'iam', awsAccountId: '111111111111' }],
    ],
    [
      'iam',
      'UpdateRoleDescription',
      { roleName: 'Deployer' },
      {},
      [{ what: 'iam-role-settings', awsAccountId: '111111111111' }],
    ],
    ['iam', 'CreateAccessKey', { userName: 'ann' }, {}, [{ what: 'credential-report', awsAccountId: '111111111111' }]],
    ['ec2', 'RunInstances', {}, {}, []],
  ])('%s:%s', (source, name, parameters, responseElements, touched) => {
    expect(touchedBy(source, name, parameters, { responseElements })).toEqual(touched);
  });

  it('is nothing when AWS refused the call', () => {
    expect(touchedBy('iam', 'DeleteUser', { userName: 'ann' }, { errorCode: 'AccessDenied' })).toEqual([]);
  });

  it('is not guessed for a name that says nothing to us', () => {
    expect(meaningOf(event('sso', 'RenamePermissionSet', {}))).toBeNull();
    expect(meaningOf(event('iam', 'constructor', {}))).toBeNull();
  });

  it('is everything, or the whole listing, where the event does not name it', () => {
    expect(touchedBy('sso', 'CreateAccountAssignment', null)).toEqual([{ what: 'everything' }]);
    expect(touchedBy('sso', 'UpdatePermissionSet', {})).toEqual([{ what: 'everything' }]);
    expect(touchedBy('iam', 'AddUserToGroup', null)).toEqual([{ what: 'iam', awsAccountId: '111111111111' }]);
    expect(touchedBy('identitystore', 'DeleteGroupMembership', {})).toEqual([{ what: 'everything' }]);
  });
});
