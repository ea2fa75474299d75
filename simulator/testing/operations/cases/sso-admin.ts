import { SMALL } from '../../../worlds/small.ts';
import type { Cases, ErrorCase, OperationCase } from '../operation-case.ts';
import { DOCUMENT, type Facts, READ_ONLY } from '../prepared-world.ts';

const { instanceArn: InstanceArn, memberAccountId } = SMALL;
const NOTHING = '00000000-0000-4000-8000-000000000000';
const NO_INSTANCE = 'arn:aws:sso:::instance/ssoins-0000000000000000';
const NO_SET = `arn:aws:sso:::permissionSet/${InstanceArn.slice(InstanceArn.indexOf('/') + 1)}/ps-0000000000000000`;
const NO_POLICY = 'arn:aws:iam::aws:policy/Nothing';
const account = `arn:aws:sso:::account/${memberAccountId}`;
const Tags = [{ Key: 'team', Value: 'x' }];

const notFound = (message: string, input: object): ErrorCase => ({ code: 'ResourceNotFoundException', message, input });
const conflict = (message: string, rest: Pick<ErrorCase, 'input' | 'when'>): ErrorCase => ({
  code: 'ConflictException',
  message,
  ...rest,
});
const invalid = (message: string, input: object): ErrorCase => ({ code: 'ValidationException', message, input });
const noInstance = notFound(`Instance with ARN ${NO_INSTANCE} not found.`, { InstanceArn: NO_INSTANCE });
const noSet = notFound(`PermissionSet with ARN ${NO_SET} not found.`, { PermissionSetArn: NO_SET });
/** Identity Center's own rule, with no "because": members administer no instance of the organization. */
const notYours: ErrorCase = {
  code: 'AccessDeniedException',
  message: /^User: \S+:user\/tester is not authorized to perform: sso:\w+ on resource: arn:aws:sso:::[^ ]+$/,
  as: 'member',
};
const duplicateTag = invalid('Duplicate tag keys are not allowed.', {
  Tags: [
    { Key: 'a', Value: '' },
    { Key: 'a', Value: '' },
  ],
});
const session = invalid('SessionDuration must be between 1 hour and 12 hours.', { SessionDuration: 'PT13H' });

const ofInstance = (input: object, resources: string[] = [], ...errors: ErrorCase[]): OperationCase => ({
  input: { InstanceArn, ...input },
  resources: [InstanceArn, ...resources],
  errors: [...errors, noInstance, notYours],
});
const ofSet = (PermissionSetArn: string, input: object, resources: string[] = [], ...errors: ErrorCase[]) =>
  ofInstance({ PermissionSetArn, ...input }, [PermissionSetArn, ...resources], ...errors, noSet);

const instances: Cases = {
  ListInstances: { input: {} },
  DescribeInstance: ofInstance({}),
  CreateInstance: {
    input: { Name: 'made' },
    as: 'member',
    errors: [
      { ...invalid('Organization management account is not allowed to perform the operation.', {}), as: 'management' },
      duplicateTag,
    ],
  },
  UpdateInstance: ofInstance({ Name: 'renamed' }),
  DeleteInstance: ofInstance({}),
};

const sets = ({ fullSet, unusedSet, assignedSet }: Facts): Cases => ({
  ListPermissionSets: ofInstance({}),
  DescribePermissionSet: ofSet(fullSet, {}),
  CreatePermissionSet: ofInstance(
    { Name: 'Made', Tags },
    [],
    conflict('PermissionSet with name Full already exists.', { input: { Name: 'Full' } }),
    session,
    duplicateTag,
  ),
  UpdatePermissionSet: ofSet(fullSet, { Description: 'changed' }, [], session),
  DeletePermissionSet: ofSet(
    unusedSet,
    {},
    [],
    conflict('Could not delete because PermissionSet has ApplicationProfile associated with it.', {
      input: { PermissionSetArn: assignedSet },
    }),
  ),
  ListTagsForResource: {
    input: { ResourceArn: fullSet },
    resources: [fullSet],
    errors: [notFound(`Instance with ARN ${NO_SET} not found.`, { ResourceArn: NO_SET }), notYours],
  },
  TagResource: {
    input: { InstanceArn, ResourceArn: unusedSet, Tags },
    resources: [unusedSet],
    errors: [notFound(`PermissionSet with ARN ${NO_SET} not found.`, { ResourceArn: NO_SET }), duplicateTag, notYours],
  },
  UntagResource: {
    input: { InstanceArn, ResourceArn: fullSet, TagKeys: ['team'] },
    resources: [fullSet],
    errors: [notFound(`PermissionSet with ARN ${NO_SET} not found.`, { ResourceArn: NO_SET }), notYours],
  },
});

const policies = ({ fullSet, unusedSet }: Facts): Cases => {
  const own = (Name: string) => ({ CustomerManagedPolicyReference: { Name, Path: '/' } });
  const noPolicy = notFound(`ManagedPolicy with ARN ${NO_POLICY} not found.`, { ManagedPolicyArn: NO_POLICY });
  const noBoundary = notFound(`PermissionsBoundary for PermissionSet ${unusedSet} not found.`, {
    PermissionSetArn: unusedSet,
  });
  return {
    ListManagedPoliciesInPermissionSet: ofSet(fullSet, {}),
    AttachManagedPolicyToPermissionSet: ofSet(
      unusedSet,
      { ManagedPolicyArn: READ_ONLY },
      [],
      noPolicy,
      conflict(`Policy ${READ_ONLY} is already attached.`, { input: { PermissionSetArn: fullSet } }),
    ),
    DetachManagedPolicyFromPermissionSet: ofSet(
      fullSet,
      { ManagedPolicyArn: READ_ONLY },
      [],
      notFound(`Policy ${NO_POLICY} is not attached.`, { ManagedPolicyArn: NO_POLICY }),
    ),
    ListCustomerManagedPolicyReferencesInPermissionSet: ofSet(fullSet, {}),
    AttachCustomerManagedPolicyReferenceToPermissionSet: ofSet(
      fullSet,
      own('other'),
      [],
      conflict('Policy /own is already attached.', { input: own('own') }),
    ),
    DetachCustomerManagedPolicyReferenceFromPermissionSet: ofSet(
      fullSet,
      own('own'),
      [],
      notFound('Policy /other is not attached.', own('other')),
    ),
    GetInlinePolicyForPermissionSet: ofSet(fullSet, {}),
    PutInlinePolicyToPermissionSet: ofSet(unusedSet, { InlinePolicy: DOCUMENT }),
    DeleteInlinePolicyFromPermissionSet: ofSet(fullSet, {}),
    GetPermissionsBoundaryForPermissionSet: ofSet(fullSet, {}, [], noBoundary),
    PutPermissionsBoundaryToPermissionSet: ofSet(
      unusedSet,
      { PermissionsBoundary: { ManagedPolicyArn: READ_ONLY } },
      [],
      notFound(`ManagedPolicy with ARN ${NO_POLICY} not found.`, {
        PermissionsBoundary: { ManagedPolicyArn: NO_POLICY },
      }),
    ),
    DeletePermissionsBoundaryFromPermissionSet: ofSet(fullSet, {}, [], noBoundary),
  };
};

/** The AWS account is suspended. */
const suspended = conflict(`The AWS account ${memberAccountId} is in the SUSPENDED state.`, {
  when(world) {
    const member = world.organizations[0]?.accounts.get(memberAccountId);
    if (member) member.state = 'SUSPENDED';
  },
});

const provisioning = ({ assignedSet, fullSet, requestIds }: Facts): Cases => ({
  ProvisionPermissionSet: ofSet(
    assignedSet,
    { TargetType: 'AWS_ACCOUNT', TargetId: memberAccountId },
    [account],
    suspended,
    notFound(`PermissionSet ${fullSet} is not provisioned to AWS account ${memberAccountId}.`, {
      PermissionSetArn: fullSet,
    }),
    invalid('TargetId is required when TargetType is AWS_ACCOUNT.', { TargetId: undefined }),
  ),
  DescribePermissionSetProvisioningStatus: ofInstance(
    { ProvisionPermissionSetRequestId: requestIds.provisioning },
    [],
    notFound(`Request with id ${NOTHING} not found.`, { ProvisionPermissionSetRequestId: NOTHING }),
  ),
  ListPermissionSetProvisioningStatus: ofInstance({}),
  ListPermissionSetsProvisionedToAccount: ofInstance({ AccountId: memberAccountId }, [account]),
  ListAccountsForProvisionedPermissionSet: ofSet(assignedSet, {}),
});

const assignments = ({ assignedSet, groupId, otherUserId, requestIds }: Facts): Cases => {
  const Principal = { PrincipalType: 'GROUP', PrincipalId: groupId };
  const wish = { TargetType: 'AWS_ACCOUNT', TargetId: memberAccountId, ...Principal };
  const noAccount = notFound('AWS account 999999999999 not found.', { TargetId: '999999999999' });
  const noRequest = (name: string) => notFound(`Request with id ${NOTHING} not found.`, { [name]: NOTHING });
  const pending = conflict('There is a conflicting operation in process for this assignment.', {
    when(world) {
      const soon = world.clock.now() + 60_000;
      world.identityCenters[0]?.addRequest({
        id: NOTHING,
        kind: 'CREATION',
        createdAt: 0,
        dueAt: soon,
        status: 'IN_PROGRESS',
        assignment: {
          awsAccountId: memberAccountId,
          permissionSetArn: assignedSet,
          principalType: 'GROUP',
          principalId: groupId,
        },
      });
    },
  });
  return {
    ListAccountAssignments: ofSet(assignedSet, { AccountId: memberAccountId }, [account]),
    ListAccountAssignmentsForPrincipal: ofInstance({ PrincipalType: 'USER', PrincipalId: otherUserId }),
    CreateAccountAssignment: ofSet(assignedSet, wish, [account], noAccount, suspended, pending),
    DeleteAccountAssignment: ofSet(assignedSet, wish, [account], noAccount, suspended, pending),
    DescribeAccountAssignmentCreationStatus: ofInstance(
      { AccountAssignmentCreationRequestId: requestIds.creation },
      [],
      noRequest('AccountAssignmentCreationRequestId'),
    ),
    DescribeAccountAssignmentDeletionStatus: ofInstance(
      { AccountAssignmentDeletionRequestId: requestIds.deletion },
      [],
      noRequest('AccountAssignmentDeletionRequestId'),
    ),
    ListAccountAssignmentCreationStatus: ofInstance({}),
    ListAccountAssignmentDeletionStatus: ofInstance({}),
  };
};

export function ssoAdminCases(facts: Facts): Cases {
  return { ...instances, ...sets(facts), ...policies(facts), ...provisioning(facts), ...assignments(facts) };
}
