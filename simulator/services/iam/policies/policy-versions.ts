import type {
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse,
  DeletePolicyVersionRequest,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListPolicyVersionsRequest,
  ListPolicyVersionsResponse,
  SetDefaultPolicyVersionRequest,
  PolicyVersion as ShownVersion,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../../protocols/aws-error.ts';
import { Collection } from '../../../state/collection.ts';
import type { ManagedPolicy, PolicyVersion } from '../../../state/iam/iam-entities.ts';
import { operation } from '../../service.ts';
import { iamChanged } from '../entities.ts';
import { limitExceeded } from '../quotas.ts';
import { noSuchEntity } from '../refusals.ts';
import { checkManagedPolicy } from './managed-policies.ts';
import { policyResource, requireOwnPolicy, requirePolicy } from './policy-arn.ts';

const MAX_VERSIONS = 5;

/** Without its document, as lists show it. */
export function listedVersion(policy: ManagedPolicy, version: PolicyVersion): ShownVersion {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: new Date(version.createdAt),
  };
}

function requireVersion(policy: ManagedPolicy, versionId: string): PolicyVersion {
  const version = policy.versions.find(({ id }) => id === versionId);
  if (version) return version;
  throw noSuchEntity(`Policy ${policy.arn} version ${versionId} does not exist or is not attachable.`);
}

export const createPolicyVersion = operation<CreatePolicyVersionRequest, CreatePolicyVersionResponse>({
  name: 'CreatePolicyVersion',
  resources: policyResource,
  handle(call, { PolicyArn, PolicyDocument, SetAsDefault }) {
    const policy = requireOwnPolicy(call, PolicyArn);
    checkManagedPolicy(PolicyDocument);
    if (policy.versions.length >= MAX_VERSIONS) {
      throw limitExceeded(
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
      );
    }
    policy.versionsMade += 1;
    const version = { id: `v${policy.versionsMade}`, document: PolicyDocument, createdAt: call.now };
    policy.versions.push(version);
    policy.updatedAt = call.now;
    if (SetAsDefault) policy.defaultVersionId = version.id;
    iamChanged(call);
    return { PolicyVersion: listedVersion(policy, version) };
  },
});

export const getPolicyVersion = operation<GetPolicyVersionRequest, GetPolicyVersionResponse>({
  name: 'GetPolicyVersion',
  resources: policyResource,
  handle(call, { PolicyArn, VersionId }) {
    const policy = requirePolicy(call, PolicyArn);
    const version = requireVersion(policy, VersionId);
    return { PolicyVersion: { Document: encodeURIComponent(version.document), ...listedVersion(policy, version) } };
  },
});

export const listPolicyVersions = operation<ListPolicyVersionsRequest, ListPolicyVersionsResponse>({
  name: 'ListPolicyVersions',
  resources: policyResource,
  handle(call, { PolicyArn }) {
    const policy = requirePolicy(call, PolicyArn);
    const { items, nextToken } = call.page(new Collection(newestFirst, policy.versions));
    return {
      Versions: items.map((version) => listedVersion(policy, version)),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

/** A key that puts higher version numbers first. */
function newestFirst({ id }: PolicyVersion): string {
  return String(1e9 - Number(id.slice(1)));
}

export const setDefaultPolicyVersion = operation<SetDefaultPolicyVersionRequest, void>({
  name: 'SetDefaultPolicyVersion',
  resources: policyResource,
  handle(call, { PolicyArn, VersionId }) {
    const policy = requireOwnPolicy(call, PolicyArn);
    policy.defaultVersionId = requireVersion(policy, VersionId).id;
    policy.updatedAt = call.now;
    iamChanged(call);
  },
});

export const deletePolicyVersion = operation<DeletePolicyVersionRequest, void>({
  name: 'DeletePolicyVersion',
  resources: policyResource,
  handle(call, { PolicyArn, VersionId }) {
    const policy = requireOwnPolicy(call, PolicyArn);
    const { id } = requireVersion(policy, VersionId);
    if (id === policy.defaultVersionId) {
      throw new AwsError('DeleteConflict', 'Cannot delete the default version of a policy.', 409);
    }
    policy.versions = policy.versions.filter((version) => version.id !== id);
    iamChanged(call);
  },
});
