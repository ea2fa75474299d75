import {
  externalId,
  flag,
  ignored,
  named,
  type Rule,
  schemasOf,
  single,
  structure,
  text,
  texts,
  userName,
} from '../attribute-rules.ts';
import { invalid } from '../refusals.ts';
import { URN } from '../scim-request.ts';

/** A user as SCIM tells it, without its id and meta. */
export interface ScimUser {
  readonly externalId?: string;
  readonly userName: string;
  readonly name: Readonly<Record<string, string>>;
  readonly displayName: string;
  readonly active: boolean;
  readonly [URN.enterprise]?: Readonly<Record<string, unknown>>;
  /** Other texts, and lists of one. */
  readonly [attribute: string]: unknown;
}

export type Attributes = Readonly<Record<string, unknown>>;

const typed: [string, Rule][] = [
  ['value', text],
  ['type', text],
  ['primary', flag],
];
const email: Rule = (path, value) => {
  const read = structure(new Map(typed))(path, value) as Record<string, unknown>;
  if (read.value === undefined) throw invalid(`${path}.value is required.`);
  if (read.primary !== true) throw invalid(`${path} must be marked as primary.`);
  return read;
};
const ADDRESS = ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'type'];
const manager = structure(new Map(texts(['value', '$ref'])));

export const NAME_PARTS = ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'];
export const USER_TEXTS = ['nickName', 'profileUrl', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone'];
export const USER_LISTS = {
  emails: ['value', 'type', 'primary'],
  addresses: [...ADDRESS, 'primary'],
  phoneNumbers: ['value', 'type', 'primary'],
  roles: ['value', 'type', 'primary'],
};
export const ENTERPRISE_TEXTS = ['employeeNumber', 'costCenter', 'organization', 'division', 'department'];

/** password, ims, photos, entitlements, x509Certificates and groups are among what there is no rule for. */
const readUser = structure(
  new Map<string, Rule>([
    ['schemas', schemasOf(URN.user, URN.enterprise)],
    ['id', text],
    ['meta', ignored],
    ['externalId', externalId],
    ['userName', userName],
    ['name', structure(new Map(NAME_PARTS.map((part) => [part, named])))],
    ['displayName', named],
    ...texts(USER_TEXTS),
    ['active', flag],
    ['emails', single(email)],
    ['addresses', single(structure(new Map([...texts(ADDRESS), ['primary', flag]])))],
    ['phoneNumbers', single(structure(new Map(typed)))],
    ['roles', single(structure(new Map(typed)))],
    [URN.enterprise, structure(new Map([...texts(ENTERPRISE_TEXTS), ['manager', manager]]))],
  ]),
);

/** Checks a whole user; refuses one that lacks what every user has, or has what none can have. */
export function checkedUser(attributes: unknown): ScimUser {
  const { id: _, ...user } = readUser('', attributes) as Attributes;
  // A user is enabled by who says so, as the examples of AWS's guide show.
  return complete({ active: false, ...user });
}

/** Checks what was changed of a user; what others wrote, by other rules, stays as it is. */
export function checkedChange(before: ScimUser, after: Attributes): ScimUser {
  const names = Object.keys({ ...before, ...after });
  const pick = (from: Attributes, isWanted: (name: string) => boolean) =>
    Object.fromEntries(
      names.flatMap((name) => (from[name] !== undefined && isWanted(name) ? [[name, from[name]]] : [])),
    );
  const isChanged = (name: string) => before[name] !== after[name];
  const read = readUser('', pick(after, isChanged)) as Attributes;
  return complete({ ...pick(before, (name) => !isChanged(name)), ...read });
}

function complete(user: Attributes): ScimUser {
  const { userName: own, displayName, name } = user as Partial<ScimUser>;
  if (!own || !displayName || !name?.givenName || !name.familyName) {
    throw invalid('userName, displayName, name.givenName and name.familyName are required.');
  }
  return user as ScimUser;
}
