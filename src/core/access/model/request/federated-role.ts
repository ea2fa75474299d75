import type { Instant } from '../../../shared/ports.ts';
import type { EntitlementRef, Obstacle, Subject } from './requestable.ts';

export interface FederatedRoleRef {
  kind: 'assume-role';
  roleId: string;
}
/** A row of the catalog: what can be asked for, or what an identity provider gives. */
export type CatalogRef = EntitlementRef | FederatedRoleRef;

/** A group whose membership gives the role, by a confirmed mapping that AWS's trust allows (DIR-4). */
export interface GivingGroup {
  group: string;
  identityProvider: string;
  /** What the trust demands besides, in plain words. */
  condition: string | null;
  /** Since when the person is in it and it gives the role; null: they are not in it. */
  heldSince: Instant | null;
}
/** An IAM role that people assume by signing in outside AWS. AWS cannot give it: the identity provider does. */
export interface FederatedRole {
  ref: FederatedRoleRef;
  /** "OktaAdmin in workloads" */
  name: string;
  description: string | null;
  awsAccount: { awsAccountId: string; name: string };
  /** For one person: those they are in first. */
  givenBy: GivingGroup[];
}

export const isHeldByGroup = ({ givenBy }: FederatedRole): boolean =>
  givenBy.some(({ heldSince }) => heldSince !== null);

const NAMED = 3;
const named = (groups: readonly GivingGroup[], preposition: string): string => {
  const words = groups
    .slice(0, NAMED)
    .map(
      ({ group, identityProvider, condition }) =>
        `${group} ${preposition} ${identityProvider}${condition ? ` (${condition})` : ''}`,
    );
  const more = groups.length - words.length;
  return `${words.join(' or ')}${more > 0 ? ` or ${more} more` : ''}`;
};

/** How the person has it, or where to ask for it. */
export const howToGet = (role: FederatedRole, subject: Pick<Subject, 'name'>, isMe: boolean): string => {
  const held = role.givenBy.filter(({ heldSince }) => heldSince !== null);
  return held.length > 0
    ? `${isMe ? 'You hold' : `${subject.name} holds`} it already, through ${named(held, 'of')}.`
    : `Membership of ${named(role.givenBy, 'in')} gives this; ask for it there.`;
};

/** Stands against every request for such a role (PRV-5). */
export const grantedByIdentityProvider = (role: FederatedRole, subject: Subject, isMe: boolean): Obstacle => ({
  kind: 'conflict',
  code: 'granted-by-identity-provider',
  message: howToGet(role, subject, isMe),
});
