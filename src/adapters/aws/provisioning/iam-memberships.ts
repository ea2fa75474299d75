import {
  AddUserToGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import type { ProvisioningProblem } from '../../../core/access/model/provisioning-problem.ts';
import type { Change } from '../../../core/access/model/reconcile-plan.ts';
import type { AwsRight } from '../../../core/access/model/right.ts';
import { ProvisioningRefused } from '../../../core/access/provisioning-ports.ts';
import { eachPage } from '../reading/reading.ts';
import { isNotFound } from './classify-problem.ts';
import type { WriteSession } from './write-session.ts';

type Membership = AwsRight & { kind: 'iam-membership' };
const MaxItems = 1000;

interface Group {
  name: string;
  /** Unique id to name. */
  members: Map<string, string>;
}

export const observeIamMembership = async (session: WriteSession, right: Membership): Promise<boolean> =>
  (await findGroup(session, right))?.members.has(right.userId) ?? false;

/**
 * The group of this unique id with its members. IAM is asked by name, and a name may by now be another group's (SYN-5):
 * then the listing tells under which name the group lives. Null when it is gone.
 */
async function findGroup(session: WriteSession, { groupId, groupName }: Membership): Promise<Group | null> {
  const known = await readGroup(session, groupName);
  if (known?.id === groupId) return known;
  const { clients, read } = session;
  let name: string | undefined;
  await eachPage(
    (Marker) =>
      read('iam:ListGroups', (abortSignal) =>
        clients.iam.send(new ListGroupsCommand({ Marker, MaxItems }), { abortSignal }),
      ),
    (page) => (page.IsTruncated ? page.Marker : undefined),
    async ({ Groups = [] }) => {
      name ??= Groups.find(({ GroupId }) => GroupId === groupId)?.GroupName;
    },
  );
  return name === undefined ? null : await readGroup(session, name);
}

async function readGroup({ clients, read }: WriteSession, name: string): Promise<(Group & { id: string }) | null> {
  let id = '';
  const members = new Map<string, string>();
  try {
    await eachPage(
      (Marker) =>
        read('iam:GetGroup', (abortSignal) =>
          clients.iam.send(new GetGroupCommand({ GroupName: name, Marker, MaxItems }), { abortSignal }),
        ),
      (page) => (page.IsTruncated ? page.Marker : undefined),
      async ({ Group, Users = [] }) => {
        id = Group?.GroupId ?? id;
        for (const { UserId = '', UserName = '' } of Users) members.set(UserId, UserName);
      },
    );
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
  return { id, name, members };
}

/** True when this call changed it, as far as IAM tells: adding a member twice is no error. */
export async function changeIamMembership(session: WriteSession, right: Membership, change: Change): Promise<boolean> {
  const { clients, write } = session;
  const group = await findGroup(session, right);
  if (change === 'remove') {
    const UserName = group?.members.get(right.userId);
    if (!group || UserName === undefined) return false;
    try {
      await write('iam:RemoveUserFromGroup', (abortSignal) =>
        clients.iam.send(new RemoveUserFromGroupCommand({ GroupName: group.name, UserName }), { abortSignal }),
      );
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }
  if (!group) throw gone('entitlement-gone', 'The IAM group no longer exists in AWS.');
  if (group.members.has(right.userId)) return false;
  const UserName = await nameOfUser(session, right.userId);
  if (UserName === null) throw gone('principal-gone', 'The IAM user no longer exists in AWS.');
  await write('iam:AddUserToGroup', (abortSignal) =>
    clients.iam.send(new AddUserToGroupCommand({ GroupName: group.name, UserName }), { abortSignal }),
  );
  return true;
}

/** By unique id: whoever has the name by now may be somebody else. */
async function nameOfUser({ clients, read }: WriteSession, userId: string): Promise<string | null> {
  let name: string | null = null;
  await eachPage(
    (Marker) =>
      read('iam:ListUsers', (abortSignal) =>
        clients.iam.send(new ListUsersCommand({ Marker, MaxItems }), { abortSignal }),
      ),
    (page) => (page.IsTruncated ? page.Marker : undefined),
    async ({ Users = [] }) => {
      name ??= Users.find(({ UserId }) => UserId === userId)?.UserName ?? null;
    },
  );
  return name;
}

const gone = (code: ProvisioningProblem['code'], message: string): ProvisioningRefused =>
  new ProvisioningRefused({ code, message, awsError: null, retry: 'never', isUnknown: false, isRequestOver: false });
