import type { UpdateGroupRequest } from '@aws-sdk/client-iam';
import { operation } from '../../service.ts';
import { entityResource, iamChanged, pathResource, requireGroup } from '../entities.ts';
import { alreadyExists } from '../refusals.ts';

/** A new name or path; members and policies stay. Needs the permission on the old and the new name. */
export const updateGroup = operation<UpdateGroupRequest, void>({
  name: 'UpdateGroup',
  resources(call, { GroupName, NewGroupName = GroupName, NewPath }) {
    const path = NewPath ?? call.account.group(GroupName)?.path;
    return [...entityResource(call, 'group', GroupName), ...pathResource(call, 'group', path, NewGroupName)];
  },
  handle(call, { GroupName, NewGroupName, NewPath }) {
    const group = requireGroup(call.account, GroupName);
    const name = NewGroupName ?? group.name;
    const namesake = call.account.group(name);
    if (namesake && namesake !== group) throw alreadyExists('Group', name);
    call.account.moveGroup(group, name, NewPath ?? group.path);
    iamChanged(call);
  },
});
