import { ListGroupMembershipsForMemberCommand } from '@aws-sdk/client-identitystore';
import {
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListCustomerManagedPolicyReferencesInPermissionSetCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-sso-admin';
import type { Check } from '../../../../core/connectors/model/checklist.ts';
import { count } from '../../reading/reading.ts';
import type { CallRefused } from '../../session/call-aws.ts';
import { atLeast, type Probe, skip, type Tried, tryAction } from '../probe.ts';

const MaxResults = 100;
const ofOne = 'of one permission set';
const policies = (number: number, kind: string) => `${number} ${kind} ${number === 1 ? 'policy' : 'policies'}`;

/** What a permission set allows, and where it is in use. */
export async function probeFurtherOfPermissionSet(
  probe: Probe,
  InstanceArn: string,
  PermissionSetArn: string,
): Promise<Check[]> {
  const { sso } = probe.clients;
  const one = { InstanceArn, PermissionSetArn };
  const tried: Promise<Tried<unknown>>[] = [
    tryAction(
      probe,
      'sso:ListManagedPoliciesInPermissionSet',
      (abortSignal) => sso.send(new ListManagedPoliciesInPermissionSetCommand({ ...one, MaxResults }), { abortSignal }),
      ({ AttachedManagedPolicies = [] }) => `${policies(AttachedManagedPolicies.length, 'AWS managed')} ${ofOne}`,
    ),
    tryAction(
      probe,
      'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
      (abortSignal) =>
        sso.send(new ListCustomerManagedPolicyReferencesInPermissionSetCommand({ ...one, MaxResults }), {
          abortSignal,
        }),
      ({ CustomerManagedPolicyReferences = [] }) =>
        `${policies(CustomerManagedPolicyReferences.length, 'customer managed')} ${ofOne}`,
    ),
    tryAction(
      probe,
      'sso:GetInlinePolicyForPermissionSet',
      (abortSignal) => sso.send(new GetInlinePolicyForPermissionSetCommand(one), { abortSignal }),
      ({ InlinePolicy }) => `${InlinePolicy ? 'The inline policy' : 'No inline policy'} ${ofOne}`,
    ),
    tryAction(
      probe,
      'sso:GetPermissionsBoundaryForPermissionSet',
      (abortSignal) => sso.send(new GetPermissionsBoundaryForPermissionSetCommand(one), { abortSignal }),
      () => `The permissions boundary ${ofOne}`,
      // That the set is there was listed just before.
      { ResourceNotFoundException: `No permissions boundary ${ofOne}` },
    ),
    tryAction(
      probe,
      'sso:ListTagsForResource',
      (abortSignal) =>
        sso.send(new ListTagsForResourceCommand({ InstanceArn, ResourceArn: PermissionSetArn }), { abortSignal }),
      ({ Tags = [] }) => `${count(Tags.length, 'tag')} ${ofOne}`,
    ),
    tryAction(
      probe,
      'sso:ListAccountsForProvisionedPermissionSet',
      (abortSignal) =>
        sso.send(new ListAccountsForProvisionedPermissionSetCommand({ ...one, MaxResults }), { abortSignal }),
      ({ AccountIds = [], NextToken }) =>
        `${atLeast(count(AccountIds.length, 'AWS account'), NextToken !== undefined)} with one permission set`,
    ),
  ];
  return (await Promise.all(tried)).map(({ check }) => check);
}

export const ofPermissionSet = [
  'sso:ListManagedPoliciesInPermissionSet',
  'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
  'sso:GetInlinePolicyForPermissionSet',
  'sso:GetPermissionsBoundaryForPermissionSet',
  'sso:ListTagsForResource',
  'sso:ListAccountsForProvisionedPermissionSet',
] as const;

export interface FoundPrincipals {
  userId: string | undefined;
  groupId: string | undefined;
}

/** What one user is a member of, and what one user or group is assigned. */
export const probeFurtherOfPrincipal = (
  probe: Probe,
  instance: { InstanceArn: string; IdentityStoreId: string },
  found: FoundPrincipals,
): Promise<Check[]> =>
  Promise.all([
    probeMemberships(probe, instance.IdentityStoreId, found),
    probeAssignments(probe, instance.InstanceArn, found),
  ]);

async function probeMemberships(probe: Probe, IdentityStoreId: string, { userId }: FoundPrincipals): Promise<Check> {
  const action = 'identitystore:ListGroupMembershipsForMember';
  if (userId === undefined) return skip(action, 'Nothing to try it on: no user was listed.');
  const MemberId = { UserId: userId };
  const { check } = await tryAction(
    probe,
    action,
    (abortSignal) =>
      probe.clients.identitystore.send(
        new ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId, MaxResults }),
        { abortSignal },
      ),
    ({ GroupMemberships = [] }) => `${count(GroupMemberships.length, 'group')} of one user`,
  );
  return check;
}

async function probeAssignments(
  probe: Probe,
  InstanceArn: string,
  { userId, groupId }: FoundPrincipals,
): Promise<Check> {
  const action = 'sso:ListAccountAssignmentsForPrincipal';
  const PrincipalId = userId ?? groupId;
  if (PrincipalId === undefined) return skip(action, 'Nothing to try it on: no user and no group was listed.');
  const principal = { PrincipalId, PrincipalType: userId ? 'USER' : 'GROUP' } as const;
  const { check, refusal } = await tryAction(
    probe,
    action,
    (abortSignal) =>
      probe.clients.sso.send(new ListAccountAssignmentsForPrincipalCommand({ InstanceArn, ...principal, MaxResults }), {
        abortSignal,
      }),
    ({ AccountAssignments = [], NextToken }) =>
      `${atLeast(count(AccountAssignments.length, 'assignment'), NextToken !== undefined)} of one ${userId ? 'user' : 'group'}`,
  );
  return check.outcome === 'pass' ? check : whereAnswered(probe, check, refusal);
}

/**
 * "Must be called from the management account …, not valid for account instances": elsewhere a refusal is no missing
 * right, and nothing mends it. https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListAccountAssignmentsForPrincipal.html
 */
function whereAnswered({ session, learned }: Probe, check: Check, refusal: CallRefused | null): Check {
  const { mend: _, ...line } = check;
  const isDelegate = learned.place === 'delegated-administrator';
  if (check.outcome === 'not-granted' && isDelegate) {
    const where = `the role is in a delegated administrator, ${session.role.awsAccountId}`;
    return { ...line, detail: `AWS answers this to the management account only, and ${where}.` };
  }
  if (refusal?.failure.reason !== 'invalid') return check;
  return { ...line, outcome: 'not-granted', detail: 'AWS answers this for the instance of an organization only.' };
}
