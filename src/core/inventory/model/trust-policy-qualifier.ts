/**
 * A qualifier says why an assume-role grant is not plain. Grammar, canonical so that equal trust is equal text:
 *   qualifier   = '' | alternative *('|' alternative)      any one of them is enough; sorted
 *   alternative = item *(';' item)                         all of them hold; sorted
 *   item        = name [':' detail]                        a value inside a detail has % ; | , percent-encoded
 */
type Alternative = readonly string[];

/** Beyond this they are one undecided condition, as in the database's join_qualifiers: a chain multiplies them. */
const mostAlternatives = 32;

/** Joins what several statements say about one principal. An alternative that asks for more than another is dropped. */
export function joinQualifier(alternatives: readonly Alternative[]): string {
  const sets = alternatives.map((alternative) => new Set(alternative));
  const needed = sets.filter(
    (set, index) => !sets.some((other, at) => at !== index && makesNeedless(other, set, at < index)),
  );
  if (needed.length > mostAlternatives) return 'condition:many';
  return needed
    .map((set) => [...set].sort().join(';'))
    .sort()
    .join('|');
}

/** A smaller set of demands wins; of two equal ones, the first. */
const makesNeedless = (other: Set<string>, set: Set<string>, isEarlier: boolean) =>
  [...other].every((item) => set.has(item)) && (other.size < set.size || isEarlier);

export const encodeValues = (values: readonly string[]) =>
  [...values]
    .sort()
    .map((value) => value.replace(/[%;|,]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`))
    .join(',');

const decodeValues = (detail: string) =>
  detail
    .split(',')
    .map((value) => value.replace(/%(25|3B|7C|2C)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))));

/** In plain words, for a screen; '' for a plain grant. */
export function describeQualifier(qualifier: string): string {
  if (qualifier === '') return '';
  return qualifier
    .split('|')
    .map((alternative) => alternative.split(';').map(describeItem).join(', and '))
    .join('; or ');
}

const sentences: Record<string, string> = {
  'account-root': 'any user or role of that AWS account whose own policies allow it',
  'account-access-manager': 'users and groups that AWS account access manager gives this role; they are not read',
  'identity-center': 'through IAM Identity Center: whoever is assigned the permission set',
  'external-id': 'only with the right external ID',
  'not-principal': 'everybody except the principals that the policy lists',
  'deny-principal': 'except principals that a Deny statement names',
  session: 'only in the one session that the policy names',
  unparsed: 'the trust policy could not be read, so anyone may be trusted',
};

// The key is told and not the operator: "MFA: false" and "MFA if it exists" are conditions on MFA as well.
const knownKeys: Record<string, string> = {
  'aws:multifactorauthpresent': 'only under a condition on MFA sign-in',
  'aws:multifactorauthage': 'only under a condition on how old the MFA sign-in is',
  'aws:principalorgid': 'only under a condition on the organization',
  'aws:principalorgpaths': 'only under a condition on the organizational unit',
  'aws:principalarn': 'only under a condition on which user or role it is',
  'aws:sourceip': 'only under a condition on the IP address',
  'aws:sourceaccount': 'only under a condition on the AWS account it is done for',
  'aws:sourcearn': 'only under a condition on the resource it is done for',
  many: 'only under many alternative conditions',
};

function describeItem(item: string): string {
  const [name, detail] = cut(item);
  if (name === 'oidc-sub') return `only for the subject ${decodeValues(detail).join(' or ')}`;
  if (name === 'oidc-aud') return `only for the audience ${decodeValues(detail).join(' or ')}`;
  if (name === 'condition') return knownKeys[detail.toLowerCase()] ?? `only under a condition on ${detail}`;
  if (name === 'deny-condition') {
    return detail === 'unparsed'
      ? 'unless a Deny statement that could not be read forbids it'
      : `unless a Deny statement with a condition on ${detail} applies`;
  }
  return sentences[name] ?? item;
}

// External ID, session, Identity Center, subject and audience say exactly who or what it takes. The rest depends on
// policies, tags or requests that the 14 actions do not show.
const undecidedNames = new Set([
  'account-root',
  'account-access-manager',
  'not-principal',
  'deny-principal',
  'unparsed',
]);

/** True when AWS's answers do not tell whether the principal can really assume the role: show it so, never as "no". */
export function isUndecided(qualifier: string): boolean {
  return qualifier.split('|').every((alternative) =>
    alternative.split(';').some((item) => {
      const [name] = cut(item);
      return undecidedNames.has(name) || name === 'condition' || name === 'deny-condition';
    }),
  );
}

function cut(item: string): [name: string, detail: string] {
  const at = item.indexOf(':');
  return at < 0 ? [item, ''] : [item.slice(0, at), item.slice(at + 1)];
}
