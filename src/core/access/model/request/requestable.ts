import type { ApplicationId, ConnectorId, PersonId } from '../../../shared/ids.ts';
import { Refusal } from '../../../shared/refusal.ts';
import type { EntitlementKey } from './access-request.ts';

/** What is asked for, as the API names it. */
export type EntitlementRef =
  | { kind: 'permission-set-assignment'; permissionSetId: string; awsAccountId: string }
  | { kind: 'group-member'; groupId: string };

/** An entitlement that exists, with everything that decides whether it can be asked for. */
export interface Requestable {
  ref: EntitlementRef;
  key: EntitlementKey;
  /** "ReadOnlyAccess on prod-payments", "Platform". */
  name: string;
  description: string | null;
  awsAccount: { awsAccountId: string; name: string } | null;
  /** AWS's word for the AWS account it is in; null for a group of Identity Center. */
  awsAccountStatus: string | null;
  /** Organizational units around the AWS account, outermost first. */
  organizationalUnitIds: readonly string[];
  groupKind: 'identity-center-group' | 'iam-group' | null;
  isOwnedByIdentityProvider: boolean;
  /** Whose identities can hold it: an Identity Center instance, or the AWS account of an IAM group. */
  identityParentId: number;
  connectorId: ConnectorId;
  applicationId: ApplicationId;
  applicationName: string;
  /** The management AWS account, which a delegated administrator can't assign. */
  isManagementOutOfReach: boolean;
  /** What is written as one: an AWS account or an identity store. */
  unitKey: string;
}
export interface Identity {
  id: number;
  kind: 'identity-center-user' | 'iam-user';
  parentId: number;
}
/** The person it is for, as policies and rules see them. */
export interface Subject {
  id: PersonId;
  name: string;
  department: string | null;
  isActive: boolean;
  identities: readonly Identity[];
  /** Identity Center and IAM groups of their identities, `ent_…`. */
  groupIds: readonly string[];
}

export interface Obstacle {
  kind: 'conflict';
  code: string;
  message: string;
}

/** The identity that would hold it; null when the person has none there. */
export const identityFor = (what: Requestable, subject: Subject): Identity | null => {
  const kind = what.groupKind === 'iam-group' ? 'iam-user' : 'identity-center-user';
  return subject.identities.find((each) => each.kind === kind && each.parentId === what.identityParentId) ?? null;
};

/** What stands against it before any policy or AWS is asked (PRV-5), each with its reason. */
export const obstaclesOf = (what: Requestable, subject: Subject, isMe: boolean): Obstacle[] => {
  const obstacles: Obstacle[] = [];
  const place = what.awsAccount?.name ?? 'It';
  if (what.awsAccountStatus !== null && what.awsAccountStatus !== 'active')
    obstacles.push({
      kind: 'conflict',
      code: 'aws-account-not-active',
      message: `${place} is ${what.awsAccountStatus} in AWS.`,
    });
  if (what.isManagementOutOfReach)
    obstacles.push({
      kind: 'conflict',
      code: 'management-account-out-of-reach',
      message: `${place} is the management AWS account; this connector is a delegated administrator and may not assign there.`,
    });
  if (what.isOwnedByIdentityProvider)
    obstacles.push({
      kind: 'conflict',
      code: 'group-owned-by-identity-provider',
      message: `${what.name} comes from your identity provider, which would undo a change made here. Ask there.`,
    });
  if (!identityFor(what, subject)) obstacles.push(noIdentity(what, subject, isMe));
  return obstacles;
};

const noIdentity = (what: Requestable, subject: Subject, isMe: boolean): Obstacle => {
  const who = isMe ? 'You have' : `${subject.name} has`;
  const user =
    what.groupKind === 'iam-group'
      ? `IAM user in ${what.awsAccount?.name ?? 'its AWS account'}`
      : 'Identity Center user';
  return { kind: 'conflict', code: 'no-identity', message: `${who} no ${user}.` };
};

export const refuseObstacle = ({ kind, code, message }: Obstacle): Refusal => new Refusal(kind, code, message);
