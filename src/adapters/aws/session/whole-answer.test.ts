import { describe, expect, it } from 'vitest';
import { IncompleteAnswer, requireWholeAnswer } from './whole-answer.ts';

const $metadata = { requestId: 'b1946ac9' };

describe('an answer of AWS', () => {
  it.each([
    ['iam:ListUsers', { $metadata, Users: [], IsTruncated: false }],
    ['iam:ListUsers', { $metadata, Users: [], IsTruncated: true, Marker: 'next' }],
    ['sso:ListAccountAssignments', { $metadata, AccountAssignments: [] }],
    ['iam:AddUserToGroup', { $metadata }],
  ])('to %s is whole, also when it is empty', (operation, output) => {
    expect(() => requireWholeAnswer(operation, output)).not.toThrow();
  });

  it.each([
    ['without a request id', 'iam:ListUsers', { $metadata: {}, Users: [] }],
    ['without its list', 'sso:ListAccountAssignments', { $metadata }],
    ['without its list', 'sso:ListAccountAssignmentsForPrincipal', { $metadata }],
    ['without its list', 'sso:ListAccountsForProvisionedPermissionSet', { $metadata }],
    ['without its list', 'identitystore:ListGroupMembershipsForMember', { $metadata }],
    ['that goes on nowhere', 'iam:ListUsers', { $metadata, Users: [], IsTruncated: true }],
  ])('%s is not whole', (_what, operation, output) => {
    expect(() => requireWholeAnswer(operation, output)).toThrow(IncompleteAnswer);
  });
});
