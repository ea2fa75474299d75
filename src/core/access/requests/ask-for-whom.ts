import type { Viewer } from '../../security/model/viewer.ts';
import type { PersonId } from '../../shared/ids.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { CatalogRef, FederatedRole, FederatedRoleRef } from '../model/request/federated-role.ts';
import type { EntitlementRef, Requestable, Subject } from '../model/request/requestable.ts';
import type { AccessFacts } from './ports.ts';

/**
 * Whom a request is for: oneself; as a manager, a report; as Super or Request Administrator, anyone (REQ-1). Refuses
 * `not-for-them`, also for who does not exist, and `person-inactive`.
 */
export const subjectFor = async (
  facts: Pick<AccessFacts, 'subject' | 'isManagerOf'>,
  viewer: Viewer,
  forPersonId: PersonId | undefined,
): Promise<Subject> => {
  const id = forPersonId ?? viewer.personId;
  const isAllowed = await mayAskFor(facts, viewer, id);
  const subject = isAllowed ? await facts.subject(id) : null;
  if (!subject)
    throw new Refusal('forbidden', 'not-for-them', 'You may ask for yourself and for people who report to you.', {
      field: 'forPersonId',
    });
  if (!subject.isActive)
    throw new Refusal('conflict', 'person-inactive', 'The directory says that this person has left.', {
      field: 'forPersonId',
    });
  return subject;
};

export const mayAskFor = async (
  facts: Pick<AccessFacts, 'isManagerOf'>,
  viewer: Viewer,
  personId: PersonId,
): Promise<boolean> =>
  personId === viewer.personId ||
  viewer.roles.includes('super-administrator') ||
  viewer.roles.includes('request-administrator') ||
  facts.isManagerOf(viewer.personId, personId);

/** Refuses `entitlement-unknown` for what is not in AWS (any more) or what no connector reads. */
export const requestableOf = async (
  facts: Pick<AccessFacts, 'requestables'>,
  ref: EntitlementRef,
): Promise<Requestable> => {
  const [what] = await facts.requestables([ref]);
  if (!what) throw entitlementUnknown();
  return what;
};

/** Refuses `entitlement-unknown` for a role that no group of an identity provider gives. */
export const federatedRoleOf = async (
  facts: Pick<AccessFacts, 'federatedRoles'>,
  ref: FederatedRoleRef,
  personId: PersonId,
): Promise<FederatedRole> => {
  const [role] = await facts.federatedRoles([ref], personId);
  if (!role) throw entitlementUnknown();
  return role;
};
export const isFederatedRole = (ref: CatalogRef): ref is FederatedRoleRef => ref.kind === 'assume-role';

const entitlementUnknown = () =>
  new Refusal('invalid', 'entitlement-unknown', 'There is no such permission set, AWS account, group or role.', {
    field: 'entitlement',
  });
