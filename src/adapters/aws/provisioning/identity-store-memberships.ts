import {
  CreateGroupMembershipCommand,
  DeleteGroupMembershipCommand,
  GetGroupMembershipIdCommand,
  ListGroupMembershipsCommand,
} from '@aws-sdk/client-identitystore';
import type { Change } from '../../../core/access/model/reconcile-plan.ts';
import type { AwsRight } from '../../../core/access/model/right.ts';
import { eachPage } from '../reading/reading.ts';
import { isAlreadyThere, isDenied, isNotFound } from './classify-problem.ts';
import type { WriteSession } from './write-session.ts';

type Membership = AwsRight & { kind: 'identity-center-membership' };

export async function observeMembership(session: WriteSession, right: Membership): Promise<boolean> {
  try {
    return (await membershipId(session, right)) !== null;
  } catch (error) {
    // With the read policy alone the group's members can still be listed.
    if (isDenied(error)) return isListed(session, right);
    throw error;
  }
}

async function membershipId({ clients, read }: WriteSession, right: Membership): Promise<string | null> {
  try {
    const { MembershipId } = await read('identitystore:GetGroupMembershipId', (abortSignal) =>
      clients.identitystore.send(
        new GetGroupMembershipIdCommand({
          IdentityStoreId: right.identityStoreId,
          GroupId: right.groupId,
          MemberId: { UserId: right.userId },
        }),
        { abortSignal },
      ),
    );
    return MembershipId ?? null;
  } catch (error) {
    // No membership, or no such group or user any more: nobody is a member then.
    if (isNotFound(error)) return null;
    throw error;
  }
}

async function isListed({ clients, read }: WriteSession, right: Membership): Promise<boolean> {
  let isThere = false;
  const pages = eachPage(
    (NextToken) =>
      read('identitystore:ListGroupMemberships', (abortSignal) =>
        clients.identitystore.send(
          new ListGroupMembershipsCommand({
            IdentityStoreId: right.identityStoreId,
            GroupId: right.groupId,
            NextToken,
            MaxResults: 100,
          }),
          { abortSignal },
        ),
      ),
    (page) => page.NextToken,
    async ({ GroupMemberships = [] }) => {
      isThere ||= GroupMemberships.some(({ MemberId }) => MemberId?.UserId === right.userId);
    },
  );
  await pages.catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
  return isThere;
}

/** True when this call changed it; false when AWS says that it was so already. */
export async function changeMembership(session: WriteSession, right: Membership, change: Change): Promise<boolean> {
  const { clients, write } = session;
  if (change === 'remove') {
    const MembershipId = await membershipId(session, right);
    if (MembershipId === null) return false;
    try {
      await write('identitystore:DeleteGroupMembership', (abortSignal) =>
        clients.identitystore.send(
          new DeleteGroupMembershipCommand({ IdentityStoreId: right.identityStoreId, MembershipId }),
          { abortSignal },
        ),
      );
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }
  try {
    await write('identitystore:CreateGroupMembership', (abortSignal) =>
      clients.identitystore.send(
        new CreateGroupMembershipCommand({
          IdentityStoreId: right.identityStoreId,
          GroupId: right.groupId,
          MemberId: { UserId: right.userId },
        }),
        { abortSignal },
      ),
    );
    return true;
  } catch (error) {
    if (isAlreadyThere(error)) return false;
    throw error;
  }
}
