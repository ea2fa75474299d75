import type { Group, User } from '@aws-sdk/client-identitystore';
import type { PermissionSet } from '@aws-sdk/client-sso-admin';
import type { EntityFact } from '../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../core/inventory/model/kinds.ts';
import { identityStoreRef, type KnownInventory } from '../../../core/inventory/ports.ts';
import { emailIn, present } from './reading.ts';

/** An instance that was listed now or found by an earlier run. */
export interface Instance {
  ref: EntityRef;
  storeId: string;
}

export function identityCenterUserFact(user: User, { ref, storeId }: Instance): EntityFact {
  const primary = user.Emails?.find((email) => email.Primary)?.Value ?? user.Emails?.[0]?.Value;
  const email = primary?.toLowerCase() ?? emailIn(user.UserName);
  return {
    ...identityStoreRef('identity-center-user', storeId, user.UserId ?? ''),
    parent: ref,
    name: user.DisplayName || user.Name?.Formatted || user.UserName || user.UserId || '',
    ...(email && { email }),
    ...(user.UserStatus && { status: user.UserStatus.toLowerCase() }),
    attrs: present({
      userName: user.UserName,
      givenName: user.Name?.GivenName,
      familyName: user.Name?.FamilyName,
      title: user.Title,
      userType: user.UserType,
      externalIds: externalIds(user.ExternalIds),
    }),
  };
}

export const identityCenterGroupFact = (group: Group, { ref, storeId }: Instance): EntityFact => ({
  ...identityStoreRef('identity-center-group', storeId, group.GroupId ?? ''),
  parent: ref,
  name: group.DisplayName || group.GroupId || '',
  attrs: present({ description: group.Description, externalIds: externalIds(group.ExternalIds) }),
});

export const permissionSetFact = (set: PermissionSet, arn: string, { ref }: Instance): EntityFact => ({
  kind: 'permission-set',
  nativeId: arn,
  parent: ref,
  name: set.Name || tailOf(arn),
  arn,
  attrs: present({
    description: set.Description,
    sessionDuration: set.SessionDuration,
    relayState: set.RelayState,
    createdAt: set.CreatedDate?.toISOString(),
  }),
});

/** A permission set that is known to exist, but not described. */
export const permissionSetMention = (arn: string, { ref }: Instance): EntityFact => ({
  kind: 'permission-set',
  nativeId: arn,
  parent: ref,
  name: tailOf(arn),
  arn,
  isMention: true,
});

/** AWS's own id of a user or group, without the identity store in front. */
export const localId = (nativeId: string) => nativeId.slice(nativeId.indexOf('/') + 1);

export const tailOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

const externalIds = (ids: { Issuer?: string | undefined; Id?: string | undefined }[] = []) =>
  ids.map(({ Issuer, Id }) => ({ issuer: Issuer ?? '', id: Id ?? '' })).sort((a, b) => (a.issuer < b.issuer ? -1 : 1));

/** The groups that earlier runs found: AWS's own ids, so the store they are in must be known too. */
export const knownGroups = ({ identityStoreId, identityCenterGroupIds }: KnownInventory): EntityRef[] =>
  identityStoreId
    ? identityCenterGroupIds.map((id) => identityStoreRef('identity-center-group', identityStoreId, id))
    : [];
