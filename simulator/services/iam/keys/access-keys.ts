import type {
  CreateAccessKeyRequest,
  CreateAccessKeyResponse,
  DeleteAccessKeyRequest,
  ListAccessKeysRequest,
  ListAccessKeysResponse,
  UpdateAccessKeyRequest,
} from '@aws-sdk/client-iam';
import { accessKeyId } from '../../../state/access-key-id.ts';
import { Collection } from '../../../state/collection.ts';
import type { AccessKey, IamUser } from '../../../state/iam/iam-entities.ts';
import { operation } from '../../service.ts';
import { iamChanged, requireUser, userNameOf, userResource } from '../entities.ts';
import { requireRoom } from '../quotas.ts';
import { noSuchEntity } from '../refusals.ts';

function requireKey(user: IamUser, keyId: string): AccessKey {
  const key = user.accessKeys.find(({ id }) => id === keyId);
  if (!key) throw noSuchEntity(`The Access Key with id ${keyId} cannot be found.`);
  return key;
}

/** The secret is shown only here. The key opens the simulator at once. */
export const createAccessKey = operation<CreateAccessKeyRequest, CreateAccessKeyResponse>({
  name: 'CreateAccessKey',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle(call, { UserName }) {
    const { account, world } = call;
    const user = requireUser(account, userNameOf(call, UserName));
    requireRoom('AccessKeysPerUser', user.accessKeys.length);
    const key: AccessKey = {
      id: accessKeyId('AKIA', account.awsAccountId, world.ids.hex(10)),
      secret: world.ids.secret(),
      createdAt: call.now,
      status: 'Active',
    };
    user.accessKeys.push(key);
    world.addAccessKey(account.awsAccountId, user, key);
    iamChanged(call);
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: key.id,
        Status: key.status,
        SecretAccessKey: key.secret,
        CreateDate: new Date(key.createdAt),
      },
    };
  },
});

export const listAccessKeys = operation<ListAccessKeysRequest, ListAccessKeysResponse>({
  name: 'ListAccessKeys',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle(call, { UserName }) {
    const user = requireUser(call.account, userNameOf(call, UserName));
    const { items, nextToken } = call.page(new Collection((key: AccessKey) => key.id, user.accessKeys));
    return {
      AccessKeyMetadata: items.map((key) => ({
        UserName: user.name,
        AccessKeyId: key.id,
        Status: key.status,
        CreateDate: new Date(key.createdAt),
      })),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

export const updateAccessKey = operation<UpdateAccessKeyRequest, void>({
  name: 'UpdateAccessKey',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle(call, { UserName, AccessKeyId, Status }) {
    const key = requireKey(requireUser(call.account, userNameOf(call, UserName)), AccessKeyId);
    key.status = Status === 'Active' ? 'Active' : 'Inactive';
    iamChanged(call);
  },
});

export const deleteAccessKey = operation<DeleteAccessKeyRequest, void>({
  name: 'DeleteAccessKey',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle(call, { UserName, AccessKeyId }) {
    const user = requireUser(call.account, userNameOf(call, UserName));
    const gone = requireKey(user, AccessKeyId);
    user.accessKeys = user.accessKeys.filter((key) => key !== gone);
    call.world.removeAccessKey(AccessKeyId);
    iamChanged(call);
  },
});
