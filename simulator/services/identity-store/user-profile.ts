import type { User } from '@aws-sdk/client-identitystore';
import { AwsError } from '../../protocols/aws-error.ts';
import type { DirectoryUser } from '../../state/identity-center/identity-center-entities.ts';

type TextMember =
  | ('UserName' | 'DisplayName' | 'NickName' | 'ProfileUrl' | 'UserType' | 'Title')
  | ('PreferredLanguage' | 'Locale' | 'Timezone' | 'Website' | 'Birthdate');
type ListMember = 'Emails' | 'Addresses' | 'PhoneNumbers' | 'Photos' | 'Roles';

/** What people say about themselves, by Identity Store's own names: the part of a user that can be changed. */
export type UserProfile = Pick<User, TextMember | ListMember | 'Name'>;

const TEXTS: readonly TextMember[] = [
  ...(['UserName', 'DisplayName', 'NickName', 'ProfileUrl', 'UserType', 'Title'] as const),
  ...(['PreferredLanguage', 'Locale', 'Timezone', 'Website', 'Birthdate'] as const),
];
const NAME_PARTS = ['Formatted', 'FamilyName', 'GivenName', 'MiddleName', 'HonorificPrefix', 'HonorificSuffix'];
const LISTS: Readonly<Record<ListMember, readonly string[]>> = {
  Emails: ['Value', 'Type', 'Primary'],
  Addresses: [...['StreetAddress', 'Locality', 'Region', 'PostalCode', 'Country', 'Formatted', 'Type', 'Primary']],
  PhoneNumbers: ['Value', 'Type', 'Primary'],
  Photos: ['Value', 'Type', 'Display', 'Primary'],
  Roles: ['Value', 'Type', 'Primary'],
};
const MEMBERS = [...TEXTS, 'Name', ...Object.keys(LISTS)];
const MAX_TEXT = 1_024;

export function profileOf(user: DirectoryUser): UserProfile {
  const { Name, ...attributes } = (user.attributes ?? {}) as UserProfile;
  return {
    UserName: user.userName,
    Name: { ...Name, GivenName: user.givenName, FamilyName: user.familyName },
    DisplayName: user.displayName,
    Emails: user.email ? [{ Value: user.email, Type: 'work', Primary: true }] : undefined,
    Title: user.title,
    ...attributes,
  };
}

/** A user's fields out of a profile; refuses one that lacks what every user has. */
export function userFields(
  profile: UserProfile,
): Pick<DirectoryUser, 'userName' | 'displayName' | 'givenName' | 'familyName' | 'email' | 'title' | 'attributes'> {
  const { UserName, DisplayName, Name = {}, Title, ...rest } = profile;
  const { GivenName, FamilyName, ...nameRest } = Name;
  if (!UserName || !DisplayName || !GivenName || !FamilyName) {
    throw invalid('UserName, DisplayName, Name.GivenName and Name.FamilyName are required.');
  }
  const attributes = given({ ...rest, Name: isEmpty(nameRest) ? undefined : nameRest });
  return {
    userName: UserName,
    displayName: DisplayName,
    givenName: GivenName,
    familyName: FamilyName,
    email: rest.Emails?.[0]?.Value,
    title: Title,
    attributes: isEmpty(attributes) ? undefined : attributes,
  };
}

/** The profile's own part of a larger input. */
export function profileIn(input: UserProfile): UserProfile {
  return given(Object.fromEntries(MEMBERS.map((name) => [name, input[name as keyof UserProfile]])));
}

/** Sets, or without a value removes, what a path such as `title`, `name.givenName` or `emails` names. */
export function setAttribute(profile: UserProfile, path: string, value: unknown): UserProfile {
  const [first = '', second, ...more] = path.split('.');
  const member = named(MEMBERS, first);
  const part = member === 'Name' && second !== undefined ? named(NAME_PARTS, second) : undefined;
  if (!member || more.length > 0 || (second !== undefined && !part)) {
    throw invalid(`The attribute path ${path} is not supported.`);
  }
  if (part) return { ...profile, Name: given({ ...profile.Name, [part]: text(path, value) }) };
  if (value === undefined || value === null) return { ...profile, [member]: undefined };
  if (member === 'Name') return { ...profile, Name: parts(path, value, NAME_PARTS) };
  if (!(member in LISTS)) return { ...profile, [member]: text(path, value) };
  if (!Array.isArray(value) || value.length > 1) throw invalid(`${path} must be a list of one.`);
  const list = value.map((item) => parts(path, item, LISTS[member as ListMember]));
  return { ...profile, [member]: list.length > 0 ? list : undefined };
}

/** Members of a structure, whose names SDKs send in either case. */
function parts(path: string, value: unknown, names: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`${path} must be an object.`);
  const entries = Object.entries(value).map(([key, item]) => {
    const name = named(names, key);
    if (!name) throw invalid(`${path} has no ${key}.`);
    if (name === 'Primary' && typeof item !== 'boolean') throw invalid(`${path}.${key} must be a boolean.`);
    return [name, name === 'Primary' ? item : text(`${path}.${key}`, item)];
  });
  return Object.fromEntries(entries);
}

function text(path: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value.length === 0 || value.length > MAX_TEXT) {
    throw invalid(`${path} must be a text of 1 to ${MAX_TEXT} characters.`);
  }
  return value;
}

function named(names: readonly string[], name: string): string | undefined {
  return names.find((one) => one.toLowerCase() === name.toLowerCase());
}

/** Without the members that are not there. */
function given<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

function isEmpty(members: object): boolean {
  return Object.values(members).every((value) => value === undefined);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
