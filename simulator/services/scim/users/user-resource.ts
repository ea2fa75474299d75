import { externalKey, type IdentityCenter } from '../../../state/identity-center/identity-center.ts';
import type { DirectoryUser } from '../../../state/identity-center/identity-center-entities.ts';
import { profileOf, type UserProfile, userFields } from '../../identity-store/user-profile.ts';
import { meta } from '../list.ts';
import { conflict } from '../refusals.ts';
import type { Tenant } from '../scim-operation.ts';
import { isObject, URN } from '../scim-request.ts';
import { type ScimUser, USER_LISTS, USER_TEXTS } from './user-attributes.ts';

const LISTS = Object.keys(USER_LISTS);
/** In the order in which AWS shows them. */
const SHOWN = ['userName', 'name', 'displayName', ...USER_TEXTS];

/** The user's attributes by SCIM's names, as far as SCIM knows them. */
export function attributesOf({ issuer }: Tenant, user: DirectoryUser): ScimUser {
  const profile = renamed(profileOf(user), lowerFirst) as Record<string, unknown>;
  const picked = (names: readonly string[]) =>
    names.flatMap((name) => (profile[name] === undefined ? [] : [[name, profile[name]]]));
  const external = user.externalIds.find(({ Issuer }) => Issuer === issuer);
  return {
    ...(external ? { externalId: external.Id } : {}),
    ...Object.fromEntries(picked(SHOWN)),
    active: user.status === 'ENABLED',
    ...Object.fromEntries(picked(LISTS)),
    ...(user.enterprise ? { [URN.enterprise]: user.enterprise } : {}),
  } as ScimUser;
}

/** A user as SCIM answers it. */
export function resourceOf(tenant: Tenant, user: DirectoryUser): object {
  const { externalId, ...attributes } = attributesOf(tenant, user);
  return {
    id: user.id,
    ...(externalId === undefined ? {} : { externalId }),
    meta: meta('User', user),
    schemas: user.enterprise ? [URN.user, URN.enterprise] : [URN.user],
    ...attributes,
  };
}

type Fields = ReturnType<typeof userFields> & Pick<DirectoryUser, 'status' | 'externalIds' | 'enterprise'>;

/**
 * What becomes of a user's record: SCIM's part is as the attributes say, what only Identity Store knows and external
 * ids of other issuers stay. Refuses what another user has.
 */
export function fieldsOf({ center, issuer }: Tenant, attributes: ScimUser, self?: DirectoryUser): Fields {
  const { externalId, active, [URN.enterprise]: enterprise, ...profile } = attributes;
  const { Website, Birthdate, Photos } = self ? profileOf(self) : {};
  const fields = userFields({ Website, Birthdate, Photos, ...(renamed(profile, upperFirst) as UserProfile) });
  const others = self?.externalIds.filter(({ Issuer }) => Issuer !== issuer) ?? [];
  const externalIds = externalId === undefined ? others : [...others, { Issuer: issuer, Id: externalId }];
  refuseTaken(center, { ...fields, externalIds }, self);
  const isEmpty = enterprise === undefined || Object.keys(enterprise).length === 0;
  return {
    ...fields,
    externalIds,
    status: active ? 'ENABLED' : 'DISABLED',
    enterprise: isEmpty ? undefined : withoutReference(enterprise),
  };
}

/** A manager's `$ref` is taken and not kept. */
function withoutReference(enterprise: Readonly<Record<string, unknown>>): DirectoryUser['enterprise'] {
  const { manager, ...rest } = enterprise;
  const value = isObject(manager) ? manager.value : undefined;
  return { ...rest, ...(typeof value === 'string' ? { manager: { value } } : {}) };
}

/** User name, e-mail address and external id are one user's. */
function refuseTaken(
  center: IdentityCenter,
  { userName, email, externalIds }: Pick<DirectoryUser, 'userName' | 'email' | 'externalIds'>,
  self: DirectoryUser | undefined,
): void {
  const holders = [
    center.usersByName.get(userName.toLowerCase()),
    email === undefined ? undefined : center.usersByEmail.get(email.toLowerCase()),
    ...externalIds.map((id) => center.usersByExternalId.get(externalKey(id))),
  ];
  if (holders.some((holder) => holder !== undefined && holder !== self)) throw conflict('User already exists.');
}

/** Identity Store and SCIM name the same things, but for the first letter. */
function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([name, item]) => [rename(name), renamed(item, rename)]));
}

function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
