import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  Tag as TagWish,
  UntagResourceRequest,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../protocols/aws-error.ts';
import { Collection } from '../../state/collection.ts';
import type { Tag } from '../../state/iam-entities.ts';
import type { Organization } from '../../state/organization.ts';
import type { Call } from '../call.ts';
import { operation } from '../service.ts';
import {
  administeredOrganization,
  constraintViolation,
  managedOrganization,
  treeResource,
} from './caller-organization.ts';
import { policyArn } from './policies/policies.ts';

const MAX_TAGS = 50;

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

/** Tags as they are kept: every key once, fifty at most. */
export function requireTags(tags: readonly TagWish[]): Tag[] {
  const keys = new Set(tags.map(({ Key }) => Key));
  if (keys.size < tags.length) {
    const text = 'You specified duplicate tag keys.';
    throw new AwsError('InvalidInputException', text, 400, { Reason: 'DUPLICATE_TAG_KEY' });
  }
  if (keys.size > MAX_TAGS) {
    const text = 'You have exceeded the number of tags allowed on this resource.';
    throw constraintViolation('MAX_TAG_LIMIT_EXCEEDED', text);
  }
  return tags.map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' }));
}

function requireTagged(organization: Organization, id: string): void {
  if (organization.hasTarget(id) || organization.policies.has(id)) return;
  throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.");
}

function taggedResource(call: Call, id: string) {
  const policy = call.world.organizationOf(call.caller.awsAccountId)?.policies.get(id);
  return policy ? [{ arn: policyArn(call, policy) }] : treeResource(call, id);
}
