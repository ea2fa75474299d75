import { type AwsEvent, textAt } from './aws-event.ts';
import { type Explained, each, ignored, means, type Named, type Read } from './touched.ts';

const idOf = ({ parameters, answer }: AwsEvent, ...names: string[]): string | null => {
  for (const name of names) {
    const id = textAt(parameters, name) ?? textAt(answer, name);
    if (id) return id;
  }
  return null;
};
const user = (id: string | null): Named => ({ kinds: ['identity-center-user'], ...(id && { id }) });
const group = (id: string | null): Named => ({ kinds: ['identity-center-group'], ...(id && { id }) });

/** Memberships go with the user or group; assignments do not. */
const takenAlong = (op: Explained['op'], which: Pick<Explained, 'target' | 'principal'>): Explained[] =>
  op === 'vanished' ? [{ op: 'removed', ...which }] : [];

const onUsers =
  (op?: Explained['op']): Read =>
  (event) => {
    // The directory of the console, the public API and SCIM each have their own names for the id.
    const id = idOf(event, 'userId', 'id') ?? textAt(event.answer, 'user', 'userId');
    return means(
      { what: 'users' },
      ...(id ? [{ op, entity: user(id) }, ...takenAlong(op, { principal: user(id) })] : []),
    );
  };
const onGroups =
  (op?: Explained['op']): Read =>
  (event) => {
    const id = idOf(event, 'groupId', 'id') ?? textAt(event.answer, 'group', 'groupId');
    return means(
      { what: 'groups' },
      ...(id ? [{ op, entity: group(id) }, ...takenAlong(op, { target: group(id) })] : []),
    );
  };

const onMembership =
  (op: 'granted' | 'removed'): Read =>
  (event) => {
    const { parameters } = event;
    const groupId = textAt(parameters, 'groupId');
    const membershipId = textAt(parameters, 'membershipId');
    const memberId =
      textAt(parameters, 'memberId', 'userId') ??
      textAt(parameters, 'member', 'memberId') ??
      textAt(parameters, 'memberId');
    if (groupId)
      return means({ what: 'members-of-group', groupId }, { op, target: group(groupId), principal: user(memberId) });
    return membershipId ? means({ what: 'membership', membershipId }) : means({ what: 'everything' });
  };

/** A group made with members at once, and a patch that names or renames: both are in one event. */
const onGroupOfScim =
  (op?: Explained['op']): Read =>
  (event) => {
    const id = idOf(event, 'id');
    const touched = [{ what: 'groups' } as const, ...(id ? [{ what: 'members-of-group', groupId: id } as const] : [])];
    return means(touched, ...(id ? [{ op, entity: group(id) }, { target: group(id) }] : []));
  };

/** The public API: https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_Operations.html */
export const identityStoreEvents: Record<string, Read> = {
  CreateUser: onUsers('appeared'),
  UpdateUser: onUsers(),
  DeleteUser: onUsers('vanished'),
  CreateGroup: onGroups('appeared'),
  UpdateGroup: onGroups(),
  DeleteGroup: onGroups('vanished'),
  CreateGroupMembership: onMembership('granted'),
  DeleteGroupMembership: onMembership('removed'),
};

/** What the console writes: https://docs.aws.amazon.com/singlesignon/latest/userguide/logging-using-cloudtrail.html */
export const directoryEvents: Record<string, Read> = {
  ...identityStoreEvents,
  EnableUser: onUsers(),
  DisableUser: onUsers(),
  UpdateUserName: onUsers(),
  UpdateGroupDisplayName: onGroups(),
  UpdateGroupDescription: onGroups(),
  AddMemberToGroup: onMembership('granted'),
  RemoveMemberFromGroup: onMembership('removed'),
  ...each(
    ignored,
    'CreateAlias',
    'VerifyEmail',
    'UpdatePassword',
    'CompleteVirtualMfaDeviceRegistration',
    'CompleteWebAuthnDeviceRegistration',
    'StartVirtualMfaDeviceRegistration',
    'StartWebAuthnDeviceRegistration',
    'DeleteMfaDeviceForUser',
    'UpdateMfaDeviceForUser',
    'PutMfaDeviceManagementForDirectory',
    'CreateExternalIdPConfigurationForDirectory',
    'UpdateExternalIdPConfigurationForDirectory',
    'DeleteExternalIdPConfigurationForDirectory',
    'EnableExternalIdPConfigurationForDirectory',
    'DisableExternalIdPConfigurationForDirectory',
    'CreateBearerToken',
    'DeleteBearerToken',
    'CreateProvisioningTenant',
    'DeleteProvisioningTenant',
  ),
};

/** An identity provider's calls: https://docs.aws.amazon.com/singlesignon/latest/userguide/scim-logging-using-cloudtrail.html */
export const scimEvents: Record<string, Read> = {
  CreateUser: onUsers('appeared'),
  PutUser: onUsers(),
  PatchUser: onUsers(),
  DeleteUser: onUsers('vanished'),
  CreateGroup: onGroupOfScim('appeared'),
  PutGroup: onGroupOfScim(),
  PatchGroup: onGroupOfScim(),
  DeleteGroup: onGroups('vanished'),
};
