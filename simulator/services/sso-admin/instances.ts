import type {
  DescribeInstanceRequest,
  DescribeInstanceResponse,
  InstanceMetadata,
  ListInstancesRequest,
  ListInstancesResponse,
} from '@aws-sdk/client-sso-admin';
import { Collection } from '../../state/collection.ts';
import type { IdentityCenter } from '../../state/identity-center.ts';
import type { Call } from '../call.ts';
import { operation } from '../service.ts';
import { requireInstance, resources } from './access.ts';

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
  handle: (call, { InstanceArn }) => described(requireInstance(call, InstanceArn)),
});
