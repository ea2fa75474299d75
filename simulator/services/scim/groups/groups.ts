import { externalKey } from '../../../state/identity-center/identity-center.ts';
import type { DirectoryGroup } from '../../../state/identity-center/identity-center-entities.ts';
import { MAX_GROUPS } from '../../identity-store/groups.ts';
import { readFilter } from '../filter.ts';
import { found, listAnswer } from '../list.ts';
import { invalid, notFound } from '../refusals.ts';
import { scimOperation, type Tenant } from '../scim-operation.ts';
import type { ScimInput } from '../scim-request.ts';
import { checkedGroup, fieldsOf, resourceOf } from './group-resource.ts';
import { join, leave, MAX_MEMBERS } from './members.ts';
import { patchedGroup } from './patch-group.ts';

/** AWS's list of filters says `member`, its examples `members`: both are taken. */
const FILTERS = ['displayName', 'externalId', 'members.value', 'id', 'id and member', 'id and members'];

/** Nobody reads members here: every list of them is empty. */
const HIDDEN = { members: [] };

export const listGroups = scimOperation('ListGroups', (call, tenant, input) =>
  listAnswer(call, input, chosen(tenant, input), (group) => ({ ...resourceOf(tenant, group), ...HIDDEN })),
);

function chosen({ center, issuer }: Tenant, input: ScimInput) {
  const filter = readFilter(input.filter, FILTERS);
  if (!filter) return center.groups;
  const { displayName, externalId, id, 'members.value': value, members = value, member = members } = filter;
  if (displayName !== undefined) return found([center.groupsByName.get(displayName.toLowerCase())]);
  if (externalId !== undefined)
    return found([center.groupsByExternalId.get(externalKey({ Issuer: issuer, Id: externalId }))]);
  const group = center.groups.get(id ?? '');
  if (member === undefined) return found([group]);
  if (!center.users.has(member)) throw notFound('Specified member does not exist.');
  if (id !== undefined) return found([center.membershipOf(id, member) ? group : undefined]);
  return found(
    center.membershipsByUser
      .of(member)
      .all()
      .map(({ groupId }) => center.groups.get(groupId)),
  );
}

export const getGroup = scimOperation('GetGroup', (_, tenant, input) => ({
  status: 200,
  body: { ...resourceOf(tenant, requireGroup(tenant, input)), ...HIDDEN },
}));

export const createGroup = scimOperation('CreateGroup', ({ world, now, caller }, tenant, { httpBody }) => {
  const { center } = tenant;
  const { members, ...attributes } = checkedGroup(httpBody);
  if (members.length > MAX_MEMBERS) throw invalid(`A group begins with ${MAX_MEMBERS} members at most.`);
  if (!members.every((id) => center.users.has(id))) throw invalid('Specified member does not exist.');
  const fields = fieldsOf(tenant, attributes);
  if (center.groups.size >= MAX_GROUPS) throw invalid(`Groups of an identity store: ${MAX_GROUPS}`);
  const written = { createdAt: now, createdBy: caller.arn, updatedAt: now, updatedBy: caller.arn };
  const group: DirectoryGroup = { id: world.ids.uuid(), ...fields, ...written };
  center.addGroup(group);
  for (const userId of members) join({ world, now, caller }, center, group.id, userId);
  world.changed();
  return { status: 201, body: resourceOf(tenant, group) };
});

/** All operations or none. */
export const patchGroup = scimOperation('PatchGroup', ({ world, now, caller }, tenant, input) => {
  const { center, issuer } = tenant;
  const group = requireGroup(tenant, input);
  const external = group.externalIds.find(({ Issuer }) => Issuer === issuer);
  const before = { displayName: group.displayName, externalId: external?.Id };
  const { attributes, joining, leaving } = patchedGroup(before, input.httpBody);
  if (![...joining, ...leaving].every((id) => center.users.has(id))) throw notFound('Specified member does not exist.');
  const fields = fieldsOf(tenant, attributes, group);
  center.changeGroup(group, () => Object.assign(group, fields, { updatedAt: now, updatedBy: caller.arn }));
  for (const userId of joining) join({ world, now, caller }, center, group.id, userId);
  for (const userId of leaving) leave(center, group.id, userId);
  world.changed();
  return { status: 204 };
});

/** Memberships go with the group; assignments stay behind, and one that comes again is another. */
export const deleteGroup = scimOperation('DeleteGroup', ({ world }, tenant, input) => {
  tenant.center.deleteGroup(requireGroup(tenant, input));
  world.changed();
  return { status: 204 };
});

function requireGroup({ center }: Tenant, { id = '' }: ScimInput): DirectoryGroup {
  const group = center.groups.get(id);
  if (!group) throw notFound('Specified group does not exist.');
  return group;
}
