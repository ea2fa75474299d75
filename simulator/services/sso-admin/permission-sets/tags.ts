import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  Tag as TagWish,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-sso-admin';
import { AwsError } from '../../../protocols/aws-error.ts';
import { Collection } from '../../../state/collection.ts';
import type { Tag } from '../../../state/iam/iam-entities.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { notFound, quotaExceeded, requireChangeableSet, requireInstance, resources } from '../access.ts';

const MAX_TAGS = 50;

/** Has a NextToken but no MaxResults. */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  name: 'ListTagsForResource',
  resources: (_, { ResourceArn }) => resources(ResourceArn),
  handle(call, { InstanceArn, ResourceArn }) {
    const { tags } = taggedResource(call, InstanceArn, ResourceArn);
    const { items, nextToken } = call.page(new Collection((tag: Tag) => tag.Key, tags));
    return { Tags: items, NextToken: nextToken };
  },
});

export const tagResource = operation<TagResourceRequest, TagResourceResponse>({
  name: 'TagResource',
  resources: (_, { ResourceArn }) => resources(ResourceArn),
  handle(call, { InstanceArn, ResourceArn, Tags }) {
    const resource = taggedResource(call, InstanceArn, ResourceArn, 'change');
    const given = requireTags(Tags);
    const kept = resource.tags.filter(({ Key }) => !given.some((tag) => tag.Key === Key));
    resource.set(requireTags([...kept, ...given]));
    call.world.changed();
    return {};
  },
});

export const untagResource = operation<UntagResourceRequest, UntagResourceResponse>({
  name: 'UntagResource',
  resources: (_, { ResourceArn }) => resources(ResourceArn),
  handle(call, { InstanceArn, ResourceArn, TagKeys }) {
    const resource = taggedResource(call, InstanceArn, ResourceArn, 'change');
    resource.set(resource.tags.filter(({ Key }) => !TagKeys.includes(Key)));
    call.world.changed();
    return {};
  },
});

/** Tags as they are kept: every key once, fifty at most. */
export function requireTags(tags: readonly TagWish[] = []): Tag[] {
  const keys = new Set(tags.map(({ Key }) => Key));
  if (keys.size < tags.length) throw new AwsError('ValidationException', 'Duplicate tag keys are not allowed.');
  if (keys.size > MAX_TAGS) throw quotaExceeded(`Tags of a resource: ${MAX_TAGS}`);
  return tags.map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' }));
}

interface Tagged {
  readonly tags: readonly Tag[];
  set(tags: Tag[]): void;
}

/** A permission set or an instance, the two things with tags that are simulated; InstanceArn may be left out. */
function taggedResource(call: Call, instanceArn = '', resourceArn: string, intent?: 'change'): Tagged {
  const { identityCenters } = call.world;
  const isInstance = resourceArn.includes(':instance/');
  const owner = identityCenters.find((one) =>
    isInstance ? one.base.instanceArn === resourceArn : one.permissionSets.has(resourceArn),
  );
  const center = requireInstance(call, instanceArn || (owner?.base.instanceArn ?? resourceArn));
  if (isInstance) {
    const { base } = center;
    return {
      tags: base.tags ?? [],
      set(tags) {
        base.tags = tags;
      },
    };
  }
  const set = center.permissionSets.get(resourceArn);
  if (!set) throw notFound(`PermissionSet with ARN ${resourceArn} not found.`);
  if (intent === 'change') requireChangeableSet(call, center.base.instanceArn, set.arn);
  return {
    tags: set.tags,
    set(tags) {
      set.tags = tags;
    },
  };
}
