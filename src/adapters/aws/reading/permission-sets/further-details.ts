import {
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListCustomerManagedPolicyReferencesInPermissionSetCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListTagsForResourceCommand,
  type PermissionsBoundary,
} from '@aws-sdk/client-sso-admin';
import type { FurtherReadAction } from '../../../../core/connectors/model/further-read-permissions.ts';
import type { ScopeKind } from '../../../../core/inventory/model/scope.ts';
import { readAwsError } from '../../session/aws-error.ts';
import { parsedOrText } from '../iam/policy-facts.ts';
import type { Instance } from '../identity-center-facts.ts';
import { listAll, type Reading, tagsByKey } from '../reading.ts';

/** What an action beyond the minimum tells of a permission set. */
export interface FurtherDetail {
  action: FurtherReadAction;
  /** Of the instance: failed when the role may not ask. */
  scope: ScopeKind & `permission-set-${string}`;
  title: string;
  /** The attribute. It is there, if empty, wherever it was read: what is not there was not read. */
  attr: string;
  read(reading: Reading, instance: Instance, arn: string): Promise<unknown>;
}

export const furtherDetails: readonly FurtherDetail[] = [
  {
    action: 'sso:ListManagedPoliciesInPermissionSet',
    scope: 'permission-set-managed-policies',
    title: 'AWS managed policies of permission sets',
    attr: 'managedPolicies',
    async read({ call, clients }, { ref }, PermissionSetArn) {
      const list = (NextToken: string | undefined) =>
        call('sso:ListManagedPoliciesInPermissionSet', (abortSignal) =>
          clients.sso.send(
            new ListManagedPoliciesInPermissionSetCommand({ ...of(ref, PermissionSetArn), NextToken, MaxResults: 100 }),
            { abortSignal },
          ),
        );
      const policies = await listAll(list, ({ AttachedManagedPolicies }) => AttachedManagedPolicies);
      return policies.flatMap(({ Arn }) => Arn ?? []).sort();
    },
  },
  {
    action: 'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
    scope: 'permission-set-customer-policies',
    title: 'Customer managed policies of permission sets',
    attr: 'customerManagedPolicies',
    async read({ call, clients }, { ref }, PermissionSetArn) {
      const list = (NextToken: string | undefined) =>
        call('sso:ListCustomerManagedPolicyReferencesInPermissionSet', (abortSignal) =>
          clients.sso.send(
            new ListCustomerManagedPolicyReferencesInPermissionSetCommand({
              ...of(ref, PermissionSetArn),
              NextToken,
              MaxResults: 100,
            }),
            { abortSignal },
          ),
        );
      const references = await listAll(list, (page) => page.CustomerManagedPolicyReferences);
      return references.map(customerManaged).sort((a, b) => (a.path + a.name < b.path + b.name ? -1 : 1));
    },
  },
  {
    action: 'sso:GetInlinePolicyForPermissionSet',
    scope: 'permission-set-inline-policies',
    title: 'Inline policies of permission sets',
    attr: 'inlinePolicy',
    async read({ call, clients }, { ref }, PermissionSetArn) {
      const { InlinePolicy } = await call('sso:GetInlinePolicyForPermissionSet', (abortSignal) =>
        clients.sso.send(new GetInlinePolicyForPermissionSetCommand(of(ref, PermissionSetArn)), { abortSignal }),
      );
      return InlinePolicy ? parsedOrText(InlinePolicy) : null;
    },
  },
  {
    action: 'sso:GetPermissionsBoundaryForPermissionSet',
    scope: 'permission-set-boundaries',
    title: 'Permissions boundaries of permission sets',
    attr: 'permissionsBoundary',
    async read({ call, clients }, { ref }, PermissionSetArn) {
      const { PermissionsBoundary } = await call('sso:GetPermissionsBoundaryForPermissionSet', (abortSignal) =>
        clients.sso
          .send(new GetPermissionsBoundaryForPermissionSetCommand(of(ref, PermissionSetArn)), { abortSignal })
          .catch(ifThereIsNone),
      );
      return boundaryOf(PermissionsBoundary);
    },
  },
  {
    action: 'sso:ListTagsForResource',
    scope: 'permission-set-tags',
    title: 'Tags of permission sets',
    attr: 'tags',
    async read({ call, clients }, { ref }, ResourceArn) {
      const list = (NextToken: string | undefined) =>
        call('sso:ListTagsForResource', (abortSignal) =>
          clients.sso.send(new ListTagsForResourceCommand({ InstanceArn: ref.nativeId, ResourceArn, NextToken }), {
            abortSignal,
          }),
        );
      return tagsByKey(await listAll(list, ({ Tags }) => Tags));
    },
  },
];

const of = ({ nativeId: InstanceArn }: Instance['ref'], PermissionSetArn: string) => ({
  InstanceArn,
  PermissionSetArn,
});
const customerManaged = ({ Name = '', Path = '/' }: { Name?: string | undefined; Path?: string | undefined }) => ({
  name: Name,
  path: Path,
});

function boundaryOf(boundary: PermissionsBoundary | undefined) {
  const { ManagedPolicyArn, CustomerManagedPolicyReference } = boundary ?? {};
  if (CustomerManagedPolicyReference) return customerManaged(CustomerManagedPolicyReference);
  return ManagedPolicyArn ? { arn: ManagedPolicyArn } : null;
}

/** AWS answers for a set without a boundary as for one that is not there; that it is there was answered just before. */
function ifThereIsNone(error: unknown): { PermissionsBoundary?: PermissionsBoundary } {
  if (readAwsError(error).kind !== 'not-found') throw error;
  return {};
}
