import { SMALL } from '../../../worlds/small.ts';
import type { Cases, ErrorCase, OperationCase } from '../operation-case.ts';
import { DOCUMENT, EMPTY_UNIT, type Facts } from '../prepared-world.ts';

const { managementAccountId, memberAccountId, delegatedAccountId, organizationId, rootId, unitId } = SMALL;
const arn = (kind: string, id: string) =>
  `arn:aws:organizations::${managementAccountId}:${kind}/${organizationId}/${id}`;
const account = arn('account', memberAccountId);
const root = arn('root', rootId);
const unit = arn('ou', unitId);
const emptyUnit = arn('ou', EMPTY_UNIT);
const policy = (id: string) => arn('policy', `service_control_policy/${id}`);
const FULL_ACCESS = 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess';
const Filter = 'SERVICE_CONTROL_POLICY';

/** Who is in no organization, and who is not the one to ask. */
const notInUse: ErrorCase = {
  code: 'AWSOrganizationsNotInUseException',
  message: 'Your account is not a member of an organization.',
  as: 'outsider',
};
const notYours: ErrorCase = {
  code: 'AccessDeniedException',
  message: "You don't have permissions to access this resource.",
  as: 'member',
};
const notFound = (code: string, what: string, input: object): ErrorCase => ({
  code: `${code}NotFoundException`,
  message: `You specified ${what} that doesn't exist.`,
  input,
});
const noAccount = notFound('Account', 'an account', { AccountId: '999999999999' });
const noParent = notFound('Parent', 'a parent', { ParentId: 'ou-sm01-nothing00' });
const noUnit = notFound('OrganizationalUnit', 'an organizational unit', { OrganizationalUnitId: 'ou-sm01-nothing00' });
const noPolicy = notFound('Policy', 'a policy', { PolicyId: 'p-nothing0' });
const noTarget = notFound('Target', 'a target', { TargetId: '999999999999' });
const noResource = notFound('Target', 'a target', { ResourceId: '999999999999' });
const duplicateTag: ErrorCase = {
  code: 'InvalidInputException',
  message: 'You specified duplicate tag keys.',
  input: {
    Tags: [
      { Key: 'a', Value: '' },
      { Key: 'a', Value: '' },
    ],
  },
};
const constraint = (message: string, input: object): ErrorCase => ({
  code: 'ConstraintViolationException',
  message,
  input,
});
const ofAws: ErrorCase = {
  code: 'InvalidInputException',
  message: "You specified a policy that is AWS managed and can't be modified.",
  input: { PolicyId: 'p-FullAWSAccess' },
};

const operation = (input: object, resources?: string[], ...errors: ErrorCase[]): OperationCase => ({
  input,
  ...(resources && { resources }),
  errors: [...errors, notYours, notInUse],
});

const accounts = ({ createAccountRequestId }: Facts): Cases => ({
  DescribeOrganization: { input: {}, errors: [notInUse] },
  ListAccounts: operation({}),
  DescribeAccount: operation({ AccountId: memberAccountId }, [account], noAccount),
  ListAccountsForParent: operation({ ParentId: unitId }, [unit], noParent),
  CreateAccount: operation({ AccountName: 'made', Email: 'aws+made@small.example' }, undefined, duplicateTag),
  DescribeCreateAccountStatus: operation({ CreateAccountRequestId: createAccountRequestId }, undefined, {
    code: 'CreateAccountStatusNotFoundException',
    message: "You specified a create account request that doesn't exist.",
    input: { CreateAccountRequestId: 'car-00000000' },
  }),
  ListCreateAccountStatus: operation({}),
  MoveAccount: operation(
    { AccountId: memberAccountId, SourceParentId: unitId, DestinationParentId: EMPTY_UNIT },
    [account, unit, emptyUnit],
    noAccount,
    notFound('SourceParent', 'a source parent', { SourceParentId: rootId }),
    notFound('DestinationParent', 'a destination parent', { DestinationParentId: 'ou-sm01-nothing00' }),
    {
      code: 'DuplicateAccountException',
      message: 'That account is already present in the specified destination.',
      input: { DestinationParentId: unitId },
    },
  ),
  CloseAccount: operation(
    { AccountId: memberAccountId },
    [account],
    noAccount,
    constraint('You attempted to close the management account.', { AccountId: managementAccountId }),
    {
      code: 'AccountAlreadyClosedException',
      message: 'You attempted to close an account that is already closed.',
      when(world) {
        const member = world.organizations[0]?.accounts.get(memberAccountId);
        if (member) member.state = 'SUSPENDED';
      },
    },
  ),
  RemoveAccountFromOrganization: operation(
    { AccountId: memberAccountId },
    [account],
    noAccount,
    {
      code: 'MasterCannotLeaveOrganizationException',
      message: "You can't remove a management account from an organization.",
      input: { AccountId: managementAccountId },
    },
    constraint(
      'You attempted to remove an account that is registered as a delegated administrator for a service integrated with your organization.',
      { AccountId: delegatedAccountId },
    ),
  ),
});

const duplicateUnit = (input: object): ErrorCase => ({
  code: 'DuplicateOrganizationalUnitException',
  message: 'An OU with the same name already exists.',
  input,
});
const tree: Cases = {
  ListRoots: operation({}),
  ListOrganizationalUnitsForParent: operation({ ParentId: rootId }, [root], noParent),
  DescribeOrganizationalUnit: operation({ OrganizationalUnitId: unitId }, [unit], noUnit),
  ListParents: operation({ ChildId: unitId }, [unit], {
    code: 'ChildNotFoundException',
    message: "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.",
    input: { ChildId: '999999999999' },
  }),
  ListChildren: operation({ ParentId: unitId, ChildType: 'ACCOUNT' }, [unit], noParent),
  CreateOrganizationalUnit: operation(
    { ParentId: rootId, Name: 'Made' },
    [root],
    noParent,
    duplicateUnit({ Name: 'Workloads' }),
    duplicateTag,
  ),
  UpdateOrganizationalUnit: operation(
    { OrganizationalUnitId: unitId, Name: 'Renamed' },
    [unit],
    noUnit,
    duplicateUnit({ Name: 'Empty' }),
  ),
  DeleteOrganizationalUnit: operation({ OrganizationalUnitId: EMPTY_UNIT }, [emptyUnit], noUnit, {
    code: 'OrganizationalUnitNotEmptyException',
    message: 'The specified OU is not empty.',
    input: { OrganizationalUnitId: unitId },
  }),
  ListTagsForResource: operation({ ResourceId: unitId }, [unit], noResource),
  TagResource: operation(
    { ResourceId: 'p-bare0000', Tags: [{ Key: 'team', Value: 'x' }] },
    [policy('p-bare0000')],
    noResource,
    duplicateTag,
  ),
  UntagResource: operation({ ResourceId: unitId, TagKeys: ['team'] }, [unit], noResource),
};

const malformed: ErrorCase = {
  code: 'MalformedPolicyDocumentException',
  message: 'The provided policy document does not meet the requirements of the specified policy type.',
  input: { Content: '{"Statement":[{"Effect":"Maybe"}]}' },
};
const duplicatePolicy: ErrorCase = {
  code: 'DuplicatePolicyException',
  message: 'A policy with the specified name and type already exists.',
  input: { Name: 'p-full0000' },
};
const tooLarge = constraint('You attempted to create a policy that is larger than the maximum size.', {
  Content: DOCUMENT.replace('s3:*', `s3:${'x'.repeat(5120)}`),
});
const policies: Cases = {
  ListPolicies: operation({ Filter }),
  DescribePolicy: operation({ PolicyId: 'p-bare0000' }, [policy('p-bare0000')], noPolicy),
  CreatePolicy: operation(
    { Name: 'made', Description: 'd', Content: DOCUMENT, Type: Filter },
    undefined,
    malformed,
    duplicatePolicy,
    tooLarge,
    {
      code: 'PolicyTypeNotAvailableForOrganizationException',
      message: "You can't use the specified policy type with the feature set currently enabled for this organization.",
      input: { Type: 'TAG_POLICY' },
    },
  ),
  UpdatePolicy: operation(
    { PolicyId: 'p-bare0000', Description: 'changed' },
    [policy('p-bare0000')],
    noPolicy,
    malformed,
    duplicatePolicy,
    ofAws,
  ),
  DeletePolicy: operation({ PolicyId: 'p-bare0000' }, [policy('p-bare0000')], noPolicy, ofAws, {
    code: 'PolicyInUseException',
    message:
      'The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.',
    input: { PolicyId: 'p-full0000' },
  }),
  ListPoliciesForTarget: operation({ TargetId: unitId, Filter }, [unit], noTarget),
  ListTargetsForPolicy: operation({ PolicyId: 'p-FullAWSAccess' }, [FULL_ACCESS], noPolicy),
  AttachPolicy: operation(
    { PolicyId: 'p-bare0000', TargetId: EMPTY_UNIT },
    [policy('p-bare0000'), emptyUnit],
    noPolicy,
    noTarget,
    {
      code: 'DuplicatePolicyAttachmentException',
      message: 'A policy with the specified name and type already exists.',
      input: { PolicyId: 'p-full0000' },
    },
  ),
  DetachPolicy: operation(
    { PolicyId: 'p-full0000', TargetId: EMPTY_UNIT },
    [policy('p-full0000'), emptyUnit],
    noPolicy,
    noTarget,
    {
      code: 'PolicyNotAttachedException',
      message: "The policy isn't attached to the specified target in the specified root.",
      input: { PolicyId: 'p-bare0000' },
    },
    constraint(
      'You attempted to detach a policy from an entity that would cause the entity to have fewer than the minimum number of policies of a certain type required.',
      { PolicyId: 'p-FullAWSAccess', TargetId: unitId },
    ),
  ),
};

const notRegistered = (AccountId: string): ErrorCase => ({
  code: 'AccountNotRegisteredException',
  message: 'The specified account is not a delegated administrator for this AWS service.',
  input: { AccountId },
});
const delegated = arn('account', delegatedAccountId);
const delegation: Cases = {
  ListDelegatedAdministrators: operation({}),
  ListDelegatedServicesForAccount: operation(
    { AccountId: delegatedAccountId },
    [delegated],
    noAccount,
    notRegistered(memberAccountId),
  ),
  RegisterDelegatedAdministrator: operation(
    { AccountId: memberAccountId, ServicePrincipal: 'config.amazonaws.com' },
    [account],
    noAccount,
    {
      code: 'AccountAlreadyRegisteredException',
      message: 'The specified account is already a delegated administrator for this AWS service.',
      input: { AccountId: delegatedAccountId, ServicePrincipal: 'sso.amazonaws.com' },
    },
    constraint('You cannot register the management account of the organization as a delegated administrator.', {
      AccountId: managementAccountId,
    }),
  ),
  DeregisterDelegatedAdministrator: operation(
    { AccountId: delegatedAccountId, ServicePrincipal: 'sso.amazonaws.com' },
    [delegated],
    noAccount,
    notRegistered(memberAccountId),
  ),
};

export function organizationsCases(facts: Facts): Cases {
  return { ...accounts(facts), ...tree, ...policies, ...delegation };
}
