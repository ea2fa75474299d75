import type {
  AttachPolicyRequest,
  DetachPolicyRequest,
  ListPoliciesForTargetRequest,
  ListPoliciesForTargetResponse,
  ListTargetsForPolicyRequest,
  ListTargetsForPolicyResponse,
  PolicyTargetSummary,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../../protocols/aws-error.ts';
import { Collection } from '../../../state/collection.ts';
import type { Organization } from '../../../state/organization/organization.ts';
import { operation } from '../../service.ts';
import {
  administeredOrganization,
  constraintViolation,
  managedOrganization,
  targetArn,
  treeResource,
} from '../caller-organization.ts';
import { POLICY_TYPE, policyResource, requirePolicy, summary } from './policies.ts';

/** Service control policies on one root, unit or AWS account (Organizations User Guide, "Quotas"). */
const MAX_ATTACHED = 5;

export const listPoliciesForTarget = operation<ListPoliciesForTargetRequest, ListPoliciesForTargetResponse>({
  name: 'ListPoliciesForTarget',
  resources: (call, { TargetId }) => treeResource(call, TargetId),
  handle(call, { TargetId, Filter }) {
    const organization = administeredOrganization(call);
    requireTarget(organization, TargetId);
    const ids = Filter === POLICY_TYPE ? organization.policyIdsOf(TargetId) : [];
    const attached = ids.map((id) => requirePolicy(organization, id));
    const { items, nextToken } = call.page(new Collection(({ id }) => id, attached));
    return { Policies: items.map((policy) => summary(call, policy)), NextToken: nextToken };
  },
});

export const listTargetsForPolicy = operation<ListTargetsForPolicyRequest, ListTargetsForPolicyResponse>({
  name: 'ListTargetsForPolicy',
  resources: (call, { PolicyId }) => policyResource(call, PolicyId),
  handle(call, { PolicyId }) {
    const organization = administeredOrganization(call);
    const { id } = requirePolicy(organization, PolicyId);
    const { items, nextToken } = call.page(new Collection((targetId: string) => targetId, organization.targetsOf(id)));
    return { Targets: items.map((targetId) => target(organization, targetId)), NextToken: nextToken };
  },
});

export const attachPolicy = operation<AttachPolicyRequest, void>({
  name: 'AttachPolicy',
  resources: (call, { PolicyId, TargetId }) => [...policyResource(call, PolicyId), ...treeResource(call, TargetId)],
  handle(call, { PolicyId, TargetId }) {
    const organization = managedOrganization(call);
    const { id } = requirePolicy(organization, PolicyId);
    requireTarget(organization, TargetId);
    const attached = organization.policyIdsOf(TargetId);
    if (attached.includes(id)) {
      const text = 'A policy with the specified name and type already exists.';
      throw new AwsError('DuplicatePolicyAttachmentException', text);
    }
    if (attached.length >= MAX_ATTACHED) {
      throw constraintViolation(
        'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
        'You have exceeded the number of policies of a certain type that can be attached to an entity.',
      );
    }
    organization.setPolicyIds(TargetId, [...attached, id]);
    call.world.changed();
  },
});

/** The last one stays: something must allow. */
export const detachPolicy = operation<DetachPolicyRequest, void>({
  name: 'DetachPolicy',
  resources: (call, { PolicyId, TargetId }) => [...policyResource(call, PolicyId), ...treeResource(call, TargetId)],
  handle(call, { PolicyId, TargetId }) {
    const organization = managedOrganization(call);
    const { id } = requirePolicy(organization, PolicyId);
    requireTarget(organization, TargetId);
    const attached = organization.policyIdsOf(TargetId);
    if (!attached.includes(id)) {
      const text = "The policy isn't attached to the specified target in the specified root.";
      throw new AwsError('PolicyNotAttachedException', text);
    }
    if (attached.length === 1) {
      throw constraintViolation(
        'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
        'You attempted to detach a policy from an entity that would cause the entity to have fewer than the minimum number of policies of a certain type required.',
      );
    }
    organization.setPolicyIds(
      TargetId,
      attached.filter((other) => other !== id),
    );
    call.world.changed();
  },
});

function requireTarget(organization: Organization, id: string): void {
  if (!organization.hasTarget(id)) {
    throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.");
  }
}

function target(organization: Organization, id: string): PolicyTargetSummary {
  const unit = organization.units.get(id);
  const account = organization.accounts.get(id);
  const Type = unit ? ('ORGANIZATIONAL_UNIT' as const) : account ? ('ACCOUNT' as const) : ('ROOT' as const);
  return { TargetId: id, Arn: targetArn(organization, id), Name: unit?.name ?? account?.name ?? 'Root', Type };
}
