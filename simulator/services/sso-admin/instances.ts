import type {
  CreateInstanceRequest,
  CreateInstanceResponse,
  DeleteInstanceRequest,
  DeleteInstanceResponse,
  DescribeInstanceRequest,
  DescribeInstanceResponse,
  InstanceMetadata,
  ListInstancesRequest,
  ListInstancesResponse,
  UpdateInstanceRequest,
  UpdateInstanceResponse,
} from '@aws-sdk/client-sso-admin';
import { AwsError } from '../../protocols/aws-error.ts';
import { Collection } from '../../state/collection.ts';
import { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { Call } from '../call.ts';
import { operation } from '../service.ts';
import { conflict, isAccountInstance, requireInstance, requireOwner, resources } from './access.ts';
import { requireTags } from './permission-sets/tags.ts';
import { deprovisionSet } from './reserved-role.ts';

function described({ base }: IdentityCenter): InstanceMetadata {
  return {
    InstanceArn: base.instanceArn,
    IdentityStoreId: base.identityStoreId,
    OwnerAccountId: base.ownerAccountId,
    Name: base.name || undefined,
    CreatedDate: new Date(base.createdAt),
    Status: 'ACTIVE',
  };
}

/** "Created in or visible to" the AWS account: members see their organization's instance, in its region only. */
function isVisible(call: Call, { base }: IdentityCenter): boolean {
  if (base.region !== call.region) return false;
  if (base.ownerAccountId === call.caller.awsAccountId) return true;
  return call.world.organizationOf(call.caller.awsAccountId)?.managementAccountId === base.ownerAccountId;
}

export const listInstances = operation<ListInstancesRequest, ListInstancesResponse>({
  name: 'ListInstances',
  handle(call) {
    const visible = call.world.identityCenters.filter((center) => isVisible(call, center));
    const { items, nextToken } = call.page(
      new Collection((center: IdentityCenter) => center.base.instanceArn, visible),
    );
    return { Instances: items.map(described), NextToken: nextToken };
  },
});

export const describeInstance = operation<DescribeInstanceRequest, DescribeInstanceResponse>({
  name: 'DescribeInstance',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, { InstanceArn }) {
    const center = requireInstance(call, InstanceArn);
    return { ...described(center), PermissionSetsEnabled: !isAccountInstance(call.world, center) };
  },
});

/** An instance of the AWS account's own: the organization's is made in the console only, by its management account. */
export const createInstance = operation<CreateInstanceRequest, CreateInstanceResponse>({
  name: 'CreateInstance',
  handle(call, { Name, Tags }) {
    const { world, caller, region, now } = call;
    const { awsAccountId } = caller;
    if (world.organizationOf(awsAccountId)?.managementAccountId === awsAccountId) {
      throw new AwsError(
        'ValidationException',
        'Organization management account is not allowed to perform the operation.',
      );
    }
    if (world.identityCenters.some(({ base }) => base.ownerAccountId === awsAccountId)) {
      throw conflict('An instance of IAM Identity Center already exists in this AWS account.');
    }
    const center = new IdentityCenter({
      instanceArn: `arn:aws:sso:::instance/ssoins-${world.ids.hex(16)}`,
      identityStoreId: `d-${world.ids.hex(10)}`,
      region,
      ownerAccountId: awsAccountId,
      name: Name ?? '',
      createdAt: now,
      tags: requireTags(Tags),
    });
    world.identityCenters.push(center);
    world.changed();
    return { InstanceArn: center.base.instanceArn };
  },
});

export const updateInstance = operation<UpdateInstanceRequest, UpdateInstanceResponse>({
  name: 'UpdateInstance',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, { InstanceArn, Name }) {
    const center = requireInstance(call, InstanceArn);
    requireOwner(call, center, InstanceArn);
    if (Name !== undefined) center.base.name = Name;
    call.world.changed();
    return {};
  },
});

/** By the owner only. What it put into AWS accounts goes with it. */
export const deleteInstance = operation<DeleteInstanceRequest, DeleteInstanceResponse>({
  name: 'DeleteInstance',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, { InstanceArn }) {
    const { world } = call;
    const center = requireInstance(call, InstanceArn);
    requireOwner(call, center, InstanceArn);
    for (const set of center.permissionSets.all()) {
      for (const { awsAccountId } of center.accountsBySet.of(set.arn).all()) {
        deprovisionSet(world, center, set, awsAccountId);
      }
    }
    world.identityCenters.splice(world.identityCenters.indexOf(center), 1);
    world.changed();
    return {};
  },
});
