import type { PersonId } from '../../shared/ids.ts';
import { Refusal } from '../../shared/refusal.ts';
import { type Permission, permissionsOf, type Role } from './roles.ts';

/** Who reads. Every view port takes one, and one SQL builder applies it, also to totals, search, CSV and streams (SEC-2). */
export interface Viewer {
  personId: PersonId;
  roles: readonly Role[];
}

/** Auditor and Super Administrator see everything; all others see what the SQL builder's rules give them. */
export const seesEverything = (viewer: Viewer): boolean =>
  viewer.roles.includes('super-administrator') || viewer.roles.includes('auditor');

export const may = (viewer: Viewer, permission: Permission): boolean =>
  permissionsOf(viewer.roles).includes(permission);

/** Throws Refusal `forbidden` naming the permission. */
export const requirePermission = (viewer: Viewer, permission: Permission): void => {
  if (!may(viewer, permission))
    throw new Refusal(
      'forbidden',
      'permission-missing',
      `This needs the permission ${permission}, which your roles do not give.`,
      {
        facts: { permission },
      },
    );
};
