import type {
  AlternateIdentifier,
  ExternalId,
  GetGroupIdRequest,
  GetGroupIdResponse,
  GetUserIdRequest,
  GetUserIdResponse,
} from '@aws-sdk/client-identitystore';
import { AwsError } from '../../protocols/aws-error.ts';
import { externalKey } from '../../state/identity-center/identity-center.ts';
import { operation } from '../service.ts';
import { notFound, requireStore, storeResources } from './store.ts';

/** A user by user name, primary e-mail or external id. */
export const getUserId = operation<GetUserIdRequest, GetUserIdResponse>({
  name: 'GetUserId',
  resources: (call, { IdentityStoreId }) => storeResources(call, IdentityStoreId, 'user/*'),
  handle(call, { IdentityStoreId, AlternateIdentifier }) {
    const center = requireStore(call, IdentityStoreId);
    const attribute = uniqueAttribute(AlternateIdentifier);
    const external = AlternateIdentifier.ExternalId;
    const user = external
      ? center.usersByExternalId.get(keyOf(external))
      : attribute?.path === 'username'
        ? center.usersByName.get(attribute.value.toLowerCase())
        : attribute?.path === 'emails.value'
          ? center.usersByEmail.get(attribute.value.toLowerCase())
          : unsupported();
    if (!user) throw notFound('USER not found.', 'USER', attribute?.value ?? external?.Id ?? '');
    return { UserId: user.id, IdentityStoreId };
  },
});

/** A group by display name or external id. */
export const getGroupId = operation<GetGroupIdRequest, GetGroupIdResponse>({
  name: 'GetGroupId',
  resources: (call, { IdentityStoreId }) => storeResources(call, IdentityStoreId, 'group/*'),
  handle(call, { IdentityStoreId, AlternateIdentifier }) {
    const center = requireStore(call, IdentityStoreId);
    const attribute = uniqueAttribute(AlternateIdentifier);
    const external = AlternateIdentifier.ExternalId;
    const group = external
      ? center.groupsByExternalId.get(keyOf(external))
      : attribute?.path === 'displayname'
        ? center.groupsByName.get(attribute.value.toLowerCase())
        : unsupported();
    if (!group) throw notFound('GROUP not found.', 'GROUP', attribute?.value ?? external?.Id ?? '');
    return { GroupId: group.id, IdentityStoreId };
  },
});

function uniqueAttribute(identifier: AlternateIdentifier): { path: string; value: string } | undefined {
  const attribute = identifier.UniqueAttribute;
  return attribute && { path: (attribute.AttributePath ?? '').toLowerCase(), value: String(attribute.AttributeValue) };
}

function keyOf({ Issuer = '', Id = '' }: ExternalId): string {
  return externalKey({ Issuer, Id });
}

function unsupported(): never {
  throw new AwsError('ValidationException', 'The attribute path is not supported.');
}
