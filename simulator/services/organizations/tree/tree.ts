import type {
  DescribeOrganizationalUnitRequest,
  DescribeOrganizationalUnitResponse,
  ListChildrenRequest,
  ListChildrenResponse,
  ListOrganizationalUnitsForParentRequest,
  ListOrganizationalUnitsForParentResponse,
  ListParentsRequest,
  ListParentsResponse,
  ListRootsRequest,
  ListRootsResponse,
  OrganizationalUnit,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../../protocols/aws-error.ts';
import { Collection } from '../../../state/collection.ts';
import type { Organization, OrganizationalUnit as Unit } from '../../../state/organization/organization.ts';
import { operation } from '../../service.ts';
import { administeredOrganization, treeResource } from '../caller-organization.ts';

export function requireParent(organization: Organization, id: string): void {
  if (id === organization.rootId || organization.units.has(id)) return;
  throw new AwsError('ParentNotFoundException', "You specified a parent that doesn't exist.");
}

export function requireUnit(organization: Organization, id: string): Unit {
  const unit = organization.units.get(id);
  if (unit) return unit;
  throw new AwsError('OrganizationalUnitNotFoundException', "You specified an organizational unit that doesn't exist.");
}

export function describedUnit(organization: Organization, unit: Unit): OrganizationalUnit {
  return { Id: unit.id, Arn: organization.arn('ou', unit.id), Name: unit.name };
}

export const listRoots = operation<ListRootsRequest, ListRootsResponse>({
  name: 'ListRoots',
  handle(call) {
    const organization = administeredOrganization(call);
    const { items, nextToken } = call.page(new Collection((id: string) => id, [organization.rootId]));
    const policyTypes = [{ Type: 'SERVICE_CONTROL_POLICY' as const, Status: 'ENABLED' as const }];
    const roots = items.map((id) => ({
      Id: id,
      Arn: organization.arn('root', id),
      Name: 'Root',
      PolicyTypes: policyTypes,
    }));
    return { Roots: roots, NextToken: nextToken };
  },
});

export const listOrganizationalUnitsForParent = operation<
  ListOrganizationalUnitsForParentRequest,
  ListOrganizationalUnitsForParentResponse
>({
  name: 'ListOrganizationalUnitsForParent',
  resources: (call, { ParentId }) => treeResource(call, ParentId),
  handle(call, { ParentId }) {
    const organization = administeredOrganization(call);
    requireParent(organization, ParentId);
    const { items, nextToken } = call.page(organization.unitsByParent.of(ParentId));
    return { OrganizationalUnits: items.map((unit) => describedUnit(organization, unit)), NextToken: nextToken };
  },
});

export const describeOrganizationalUnit = operation<
  DescribeOrganizationalUnitRequest,
  DescribeOrganizationalUnitResponse
>({
  name: 'DescribeOrganizationalUnit',
  resources: (call, { OrganizationalUnitId }) => treeResource(call, OrganizationalUnitId),
  handle(call, { OrganizationalUnitId }) {
    const organization = administeredOrganization(call);
    return { OrganizationalUnit: describedUnit(organization, requireUnit(organization, OrganizationalUnitId)) };
  },
});

export const listParents = operation<ListParentsRequest, ListParentsResponse>({
  name: 'ListParents',
  resources: (call, { ChildId }) => treeResource(call, ChildId),
  handle(call, { ChildId }) {
    const organization = administeredOrganization(call);
    const parentId = organization.accounts.get(ChildId)?.parentId ?? organization.units.get(ChildId)?.parentId;
    if (!parentId) {
      throw new AwsError(
        'ChildNotFoundException',
        "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.",
      );
    }
    const { items, nextToken } = call.page(new Collection((id: string) => id, [parentId]));
    const type = parentId === organization.rootId ? ('ROOT' as const) : ('ORGANIZATIONAL_UNIT' as const);
    return { Parents: items.map((id) => ({ Id: id, Type: type })), NextToken: nextToken };
  },
});

export const listChildren = operation<ListChildrenRequest, ListChildrenResponse>({
  name: 'ListChildren',
  resources: (call, { ParentId }) => treeResource(call, ParentId),
  handle(call, { ParentId, ChildType }) {
    const organization = administeredOrganization(call);
    requireParent(organization, ParentId);
    const { items, nextToken } =
      ChildType === 'ACCOUNT'
        ? call.page(organization.accountsByParent.of(ParentId))
        : call.page(organization.unitsByParent.of(ParentId));
    return { Children: items.map(({ id }) => ({ Id: id, Type: ChildType })), NextToken: nextToken };
  },
});
