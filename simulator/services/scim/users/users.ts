import { externalKey } from '../../../state/identity-center/identity-center.ts';
import type { DirectoryUser } from '../../../state/identity-center/identity-center-entities.ts';
import type { Call } from '../../call.ts';
import { MAX_USERS } from '../../identity-store/users.ts';
import { readFilter } from '../filter.ts';
import { found, listAnswer } from '../list.ts';
import { invalid, notFound } from '../refusals.ts';
import { scimOperation, type Tenant } from '../scim-operation.ts';
import type { ScimAnswer, ScimInput } from '../scim-request.ts';
import { patchedUser } from './patch-user.ts';
import { checkedUser } from './user-attributes.ts';
import { attributesOf, fieldsOf, resourceOf } from './user-resource.ts';

const FILTERS = ['userName', 'externalId', 'groups.value', 'id', 'id and manager'];

export const listUsers = scimOperation('ListUsers', (call, tenant, input) =>
  listAnswer(call, input, chosen(tenant, input), (user) => resourceOf(tenant, user)),
);

function chosen({ center, issuer }: Tenant, input: ScimInput) {
  const filter = readFilter(input.filter, FILTERS);
  if (!filter) return center.users;
  const { userName, externalId, id = '', manager, 'groups.value': groupId } = filter;
  if (userName !== undefined) return found([center.usersByName.get(userName.toLowerCase())]);
  if (externalId !== undefined)
    return found([center.usersByExternalId.get(externalKey({ Issuer: issuer, Id: externalId }))]);
  if (groupId === undefined) {
    const user = center.users.get(id);
    return found([manager === undefined || user?.enterprise?.manager?.value === manager ? user : undefined]);
  }
  if (!center.groups.has(groupId)) throw notFound('Specified group does not exist.');
  return found(
    center.membershipsByGroup
      .of(groupId)
      .all()
      .map(({ userId }) => center.users.get(userId)),
  );
}

export const getUser = scimOperation('GetUser', (_, tenant, input) => ({
  status: 200,
  body: resourceOf(tenant, requireUser(tenant, input)),
}));

export const createUser = scimOperation('CreateUser', ({ world, now, caller }, tenant, { httpBody }) => {
  const { center } = tenant;
  const fields = fieldsOf(tenant, checkedUser(httpBody));
  if (center.users.size >= MAX_USERS) throw invalid(`Users of an identity store: ${MAX_USERS}`);
  const written = { createdAt: now, createdBy: caller.arn, updatedAt: now, updatedBy: caller.arn };
  const user: DirectoryUser = { id: world.ids.uuid(), ...fields, ...written };
  center.addUser(user);
  world.changed();
  return { status: 201, body: resourceOf(tenant, user) };
});

/** The whole of a user anew: what the body does not name is gone. */
export const putUser = scimOperation('PutUser', (call, tenant, input) => {
  const user = requireUser(tenant, input);
  if (input.httpBody?.id !== user.id) throw invalid('id must be that of the path.');
  return changed(call, tenant, user, fieldsOf(tenant, checkedUser(input.httpBody), user));
});

/** All operations or none. */
export const patchUser = scimOperation('PatchUser', (call, tenant, input) => {
  const user = requireUser(tenant, input);
  const attributes = patchedUser(attributesOf(tenant, user), input.httpBody);
  return changed(call, tenant, user, fieldsOf(tenant, attributes, user));
});

function changed(
  { world, now, caller }: Call,
  tenant: Tenant,
  user: DirectoryUser,
  fields: ReturnType<typeof fieldsOf>,
): ScimAnswer {
  const written = { updatedAt: now, updatedBy: caller.arn };
  tenant.center.changeUser(user, () => Object.assign(user, fields, written));
  world.changed();
  return { status: 200, body: resourceOf(tenant, user) };
}

/** Memberships go with the user; assignments stay behind, and one who comes again is another. */
export const deleteUser = scimOperation('DeleteUser', ({ world }, tenant, input) => {
  tenant.center.deleteUser(requireUser(tenant, input));
  world.changed();
  return { status: 204 };
});

function requireUser({ center }: Tenant, { id = '' }: ScimInput): DirectoryUser {
  const user = center.users.get(id);
  if (!user) throw notFound('Specified user does not exist.');
  return user;
}
