import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../protocols/aws-error.ts';
import { Collection } from '../../state/collection.ts';
import type { Tag } from '../../state/iam/iam-entities.ts';
import type { Organization } from '../../state/organization/organization.ts';
import type { Call } from '../call.ts';
import { operation } from '../service.ts';
import { administeredOrganization, managedOrganization, treeResource } from './caller-organization.ts';
import { policyArn } from './policies/policies.ts';
import { requireTags } from './tag-list.ts';

/** Has a NextToken but no MaxResults. */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  name: 'ListTagsForResource',
  resources: (call, { ResourceId }) => taggedResource(call, ResourceId),
  handle(call, { ResourceId }) {
    const organization = administeredOrganization(call);
    requireTagged(organization, ResourceId);
    const tags = new Collection((tag: Tag) => tag.Key, organization.tagsOf(ResourceId));
    const { items, nextToken } = call.page(tags);
    return { Tags: items, NextToken: nextToken };
  },
});

export const tagResource = operation<TagResourceRequest, void>({
  name: 'TagResource',
  resources: (call, { ResourceId }) => taggedResource(call, ResourceId),
  handle(call, { ResourceId, Tags }) {
    const organization = managedOrganization(call);
    requireTagged(organization, ResourceId);
    const given = requireTags(Tags);
    const kept = organization.tagsOf(ResourceId).filter(({ Key }) => !given.some((tag) => tag.Key === Key));
    organization.setTags(ResourceId, requireTags([...kept, ...given]));
    call.world.changed();
  },
});

export const untagResource = operation<UntagResourceRequest, void>({
  name: 'UntagResource',
  resources: (call, { ResourceId }) => taggedResource(call, ResourceId),
  handle(call, { ResourceId, TagKeys }) {
    const organization = managedOrganization(call);
    requireTagged(organization, ResourceId);
    const left = organization.tagsOf(ResourceId).filter(({ Key }) => !TagKeys.includes(Key));
    organization.setTags(ResourceId, left);
    call.world.changed();
  },
});

function requireTagged(organization: Organization, id: string): void {
  if (organization.hasTarget(id) || organization.policies.has(id)) return;
  throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.");
}

function taggedResource(call: Call, id: string) {
  const policy = call.world.organizationOf(call.caller.awsAccountId)?.policies.get(id);
  return policy ? [{ arn: policyArn(call, policy) }] : treeResource(call, id);
}
