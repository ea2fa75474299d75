import type {
  CreatePermissionSetRequest,
  CreatePermissionSetResponse,
  PermissionSet as DescribedSet,
  DescribePermissionSetRequest,
  DescribePermissionSetResponse,
  ListPermissionSetsRequest,
  ListPermissionSetsResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-sso-admin';
import { AwsError } from '../../protocols/aws-error.ts';
import { Collection } from '../../state/collection.ts';
import type { PermissionSet } from '../../state/identity-center-entities.ts';
import { operation } from '../service.ts';
import { requireInstance, requirePermissionSet, resources } from './access.ts';

const DEFAULT_SESSION = 'PT1H';

function described(set: PermissionSet): DescribedSet {
  return {
    PermissionSetArn: set.arn,
    Name: set.name,
    Description: set.description,
    CreatedDate: new Date(set.createdAt),
    SessionDuration: set.sessionDuration,
    RelayState: set.relayState,
  };
}

export const listPermissionSets = operation<ListPermissionSetsRequest, ListPermissionSetsResponse>({
  name: 'ListPermissionSets',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, { InstanceArn }) {
    const { items, nextToken } = call.page(requireInstance(call, InstanceArn).permissionSets);
    return { PermissionSets: items.map((set) => set.arn), NextToken: nextToken };
  },
});

export const describePermissionSet = operation<DescribePermissionSetRequest, DescribePermissionSetResponse>({
  name: 'DescribePermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    const center = requireInstance(call, InstanceArn);
    return { PermissionSet: described(requirePermissionSet(center, PermissionSetArn)) };
  },
});

export const createPermissionSet = operation<CreatePermissionSetRequest, CreatePermissionSetResponse>({
  name: 'CreatePermissionSet',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, input) {
    const { world, now } = call;
    const center = requireInstance(call, input.InstanceArn);
    if (center.permissionSets.all().some((set) => set.name === input.Name)) {
      throw new AwsError('ConflictException', `PermissionSet with name ${input.Name} already exists.`);
    }
    const set: PermissionSet = {
      arn: `arn:aws:sso:::permissionSet/${center.instanceId}/ps-${world.ids.hex(16)}`,
      name: input.Name,
      sessionDuration: input.SessionDuration ?? DEFAULT_SESSION,
      createdAt: now,
      managedPolicies: [],
      tags: (input.Tags ?? []).map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' })),
    };
    if (input.Description) set.description = input.Description;
    if (input.RelayState) set.relayState = input.RelayState;
    center.permissionSets.add(set);
    world.changed();
    return { PermissionSet: described(set) };
  },
});

/** Has a NextToken but no MaxResults. */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  name: 'ListTagsForResource',
  resources: (_, { ResourceArn }) => resources(ResourceArn),
  handle(call, { InstanceArn, ResourceArn }) {
    const center =
      (InstanceArn && requireInstance(call, InstanceArn)) ||
      call.world.identityCenters.find((one) => one.permissionSets.has(ResourceArn));
    const instanceArn = center?.base.instanceArn ?? ResourceArn;
    const set = requirePermissionSet(requireInstance(call, instanceArn), ResourceArn);
    const { items, nextToken } = call.page(new Collection((tag: PermissionSet['tags'][number]) => tag.Key, set.tags));
    return { Tags: items, NextToken: nextToken };
  },
});
