import type { IdentityCenter } from '../../../state/identity-center/identity-center.ts';
import type { Call } from '../../call.ts';
import { invalid } from '../refusals.ts';
import { isObject } from '../scim-request.ts';

/** Of a new group, and changes of a request. */
export const MAX_MEMBERS = 100;

/** The user ids in a list of members. */
export function readMembers(path: string, value: unknown): string[] {
  if (!Array.isArray(value)) throw invalid(`${path} must be a list.`);
  return value.map((member) => {
    if (!isObject(member)) throw invalid(`${path} must hold objects.`);
    const { value: id, type = 'User', $ref: reference = '', ...more } = member;
    if (typeof id !== 'string' || id === '') throw invalid(`${path}.value must be a text.`);
    if (type !== 'User' || typeof reference !== 'string' || Object.keys(more).length > 0) {
      throw invalid(`${path} holds what is not supported.`);
    }
    return id;
  });
}

/** Nothing happens to who is in already. */
export function join(
  { world, now, caller }: Pick<Call, 'world' | 'now' | 'caller'>,
  center: IdentityCenter,
  groupId: string,
  userId: string,
): void {
  if (center.membershipOf(groupId, userId)) return;
  center.addMembership({ id: world.ids.uuid(), groupId, userId, createdAt: now, createdBy: caller.arn });
}

/** Nothing happens to who is out already. */
export function leave(center: IdentityCenter, groupId: string, userId: string): void {
  const membership = center.membershipOf(groupId, userId);
  if (membership) center.deleteMembership(membership);
}
