import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  DeletePolicyRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  Policy,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../../protocols/aws-error.ts';
import type { ManagedPolicy } from '../../../state/iam/iam-entities.ts';
import { attachmentCount, boundaryCount, policyUsage } from '../../../state/iam/policy-usage.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { iamChanged } from '../entities.ts';
import { limitExceeded, requireRoom } from '../quotas.ts';
import { entityAlreadyExists } from '../refusals.ts';
import { checkedTags, shownTags } from '../tags.ts';
import { policyResource, requireOwnPolicy, requirePolicy } from './policy-arn.ts';
import { checkIdentityPolicy, policySize } from './policy-text.ts';

const MAX_SIZE = 6_144;

/** ListPolicies leaves out description and tags (IAM API reference). */
export function listedPolicy(call: Call, policy: ManagedPolicy): Policy {
  const use = policyUsage(call.account).of(policy.arn);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attachmentCount(use),
    PermissionsBoundaryUsageCount: boundaryCount(use),
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  };
}

function fullPolicy(call: Call, policy: ManagedPolicy): Policy {
  return { ...listedPolicy(call, policy), Description: policy.description, Tags: shownTags(policy.tags) };
}

export function checkManagedPolicy(document: string): void {
  checkIdentityPolicy(document);
  if (policySize(document) > MAX_SIZE) throw limitExceeded(`Cannot exceed quota for PolicySize: ${MAX_SIZE}`);
}

export const createPolicy = operation<CreatePolicyRequest, CreatePolicyResponse>({
  name: 'CreatePolicy',
  resources: (call, { Path = '/', PolicyName }) => [
    { arn: policyArn(call, Path, PolicyName), text: `policy ${PolicyName}` },
  ],
  handle(call, { Path = '/', PolicyName, PolicyDocument, Description, Tags }) {
    const { account, world } = call;
    if (account.policies.has(PolicyName.toLowerCase())) {
      throw entityAlreadyExists(`A policy called ${PolicyName} already exists. Duplicate names are not allowed.`);
    }
    checkManagedPolicy(PolicyDocument);
    requireRoom('PoliciesPerAccount', account.policies.size);
    const policy = account.policies.add({
      name: PolicyName,
      path: Path,
      id: world.ids.unique('ANPA'),
      arn: policyArn(call, Path, PolicyName),
      createdAt: call.now,
      updatedAt: call.now,
      versions: [{ id: 'v1', document: PolicyDocument, createdAt: call.now }],
      defaultVersionId: 'v1',
      versionsMade: 1,
      tags: checkedTags(Tags as never),
      ...(Description === undefined ? {} : { description: Description }),
    });
    iamChanged(call);
    return { Policy: fullPolicy(call, policy) };
  },
});

function policyArn(call: Call, path: string, name: string): string {
  return `arn:aws:iam::${call.account.awsAccountId}:policy${path}${name}`;
}

export const getPolicy = operation<GetPolicyRequest, GetPolicyResponse>({
  name: 'GetPolicy',
  resources: policyResource,
  handle: (call, { PolicyArn }) => ({ Policy: fullPolicy(call, requirePolicy(call, PolicyArn)) }),
});

export const deletePolicy = operation<DeletePolicyRequest, void>({
  name: 'DeletePolicy',
  resources: policyResource,
  handle(call, { PolicyArn }) {
    const policy = requireOwnPolicy(call, PolicyArn);
    if (policyUsage(call.account).arns.has(PolicyArn)) {
      throw new AwsError('DeleteConflict', 'Cannot delete a policy attached to entities.', 409);
    }
    if (policy.versions.length > 1) {
      throw new AwsError(
        'DeleteConflict',
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        409,
      );
    }
    call.account.policies.delete(policy.name.toLowerCase());
    iamChanged(call);
  },
});
