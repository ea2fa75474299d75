import type {
  CreateOrganizationalUnitRequest,
  CreateOrganizationalUnitResponse,
  DeleteOrganizationalUnitRequest,
  UpdateOrganizationalUnitRequest,
  UpdateOrganizationalUnitResponse,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../../protocols/aws-error.ts';
import type { Organization } from '../../../state/organization/organization.ts';
import { operation } from '../../service.ts';
import { constraintViolation, managedOrganization, treeResource } from '../caller-organization.ts';
import { requireTags } from '../tag-list.ts';
import { describedUnit, requireParent, requireUnit } from './tree.ts';

/** Levels of units below the root (Organizations User Guide, "Quotas"). */
const MAX_DEPTH = 5;

export const createOrganizationalUnit = operation<CreateOrganizationalUnitRequest, CreateOrganizationalUnitResponse>({
  name: 'CreateOrganizationalUnit',
  resources: (call, { ParentId }) => treeResource(call, ParentId),
  handle(call, { ParentId, Name, Tags }) {
    const organization = managedOrganization(call);
    requireParent(organization, ParentId);
    refuseDuplicate(organization, ParentId, Name);
    if (organization.unitIdsAbove(ParentId).length >= MAX_DEPTH) {
      const text = 'You attempted to create an OU tree that is too many levels deep.';
      throw constraintViolation('OU_DEPTH_LIMIT_EXCEEDED', text);
    }
    const id = `ou-${organization.rootId.slice(2)}-${call.world.ids.lower(8)}`;
    const unit = { id, name: Name, parentId: ParentId };
    organization.addUnit(unit);
    if (Tags) organization.setTags(id, requireTags(Tags));
    call.world.changed();
    return { OrganizationalUnit: describedUnit(organization, unit) };
  },
});

export const updateOrganizationalUnit = operation<UpdateOrganizationalUnitRequest, UpdateOrganizationalUnitResponse>({
  name: 'UpdateOrganizationalUnit',
  resources: (call, { OrganizationalUnitId }) => treeResource(call, OrganizationalUnitId),
  handle(call, { OrganizationalUnitId, Name }) {
    const organization = managedOrganization(call);
    const unit = requireUnit(organization, OrganizationalUnitId);
    if (Name !== undefined && Name !== unit.name) {
      refuseDuplicate(organization, unit.parentId, Name);
      unit.name = Name;
      call.world.changed();
    }
    return { OrganizationalUnit: describedUnit(organization, unit) };
  },
});

export const deleteOrganizationalUnit = operation<DeleteOrganizationalUnitRequest, void>({
  name: 'DeleteOrganizationalUnit',
  resources: (call, { OrganizationalUnitId }) => treeResource(call, OrganizationalUnitId),
  handle(call, { OrganizationalUnitId }) {
    const organization = managedOrganization(call);
    const unit = requireUnit(organization, OrganizationalUnitId);
    if (organization.accountsByParent.of(unit.id).size + organization.unitsByParent.of(unit.id).size > 0) {
      throw new AwsError('OrganizationalUnitNotEmptyException', 'The specified OU is not empty.');
    }
    organization.removeUnit(unit);
    call.world.changed();
  },
});

function refuseDuplicate(organization: Organization, parentId: string, name: string): void {
  const siblings = organization.unitsByParent.of(parentId).all();
  if (siblings.some((unit) => unit.name === name)) {
    throw new AwsError('DuplicateOrganizationalUnitException', 'An OU with the same name already exists.');
  }
}
