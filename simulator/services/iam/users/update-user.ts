import type { UpdateUserRequest } from '@aws-sdk/client-iam';
import { operation } from '../../service.ts';
import { entityResource, iamChanged, pathResource, requireUser } from '../entities.ts';
import { alreadyExists } from '../refusals.ts';
import { repointTrust } from '../roles/repoint-trust.ts';

/** A new name or path. Id, keys, groups and trust stay; needs the permission on the old and the new name. */
export const updateUser = operation<UpdateUserRequest, void>({
  name: 'UpdateUser',
  resources(call, { UserName, NewUserName = UserName, NewPath }) {
    const path = NewPath ?? call.account.user(UserName)?.path;
    return [...entityResource(call, 'user', UserName), ...pathResource(call, 'user', path, NewUserName)];
  },
  handle(call, { UserName, NewUserName, NewPath }) {
    const { account, world } = call;
    const user = requireUser(account, UserName);
    const name = NewUserName ?? user.name;
    const namesake = account.user(name);
    if (namesake && namesake !== user) throw alreadyExists('User', name);
    const before = account.arn('user', user);
    account.moveUser(user, name, NewPath ?? user.path);
    repointTrust(world, user.id, before, account.arn('user', user));
    iamChanged(call);
  },
});
