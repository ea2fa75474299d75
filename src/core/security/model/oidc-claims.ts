import { Refusal } from '../../shared/refusal.ts';
import type { Role } from './roles.ts';

/** How the provider's claims are read; from the configuration. */
export interface ClaimRules {
  /** The claim with the groups or roles that the map names. */
  rolesClaim: string;
  /** The claim that says that the provider vouches for the e-mail address. */
  emailVerifiedClaim: string;
  /** A value of the claim gives a role. Empty: roles are given by hand only. */
  roleMap: readonly { value: string; role: Role }[];
}

/** A person as the provider knows them. */
export interface ClaimedPerson {
  name: string;
  /** In lower case. */
  email: string | null;
  isEmailVerified: boolean;
  roles: Role[];
  /** False: the claim of the roles was not sent at all. */
  isRolesClaimSent: boolean;
}

/** The claims that sign-in needs: asked for at the UserInfo endpoint where the ID token has not all of them. */
export const wantedClaims = (rules: ClaimRules): string[] => [
  'email',
  rules.emailVerifiedClaim,
  'name',
  ...(rules.roleMap.length > 0 ? [rules.rolesClaim] : []),
];

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null;

/** Providers write it as a boolean, a text or a number. */
const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === 1 || value === '1';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/**
 * Reads what a person may be recognised by and which roles the provider gives. A claim that is not sent gives no role;
 * refuses `oidc-claim-missing` where the provider says that it has the claim and did not send it (too many groups).
 */
export const readClaims = (claims: Record<string, unknown>, rules: ClaimRules): ClaimedPerson => {
  const email = textOf(claims.email)?.toLowerCase() ?? null;
  const name = textOf(claims.name) ?? textOf(claims.preferred_username) ?? email ?? textOf(claims.sub);
  if (name === null) throw claimMissing('sub');
  const values = rules.roleMap.length > 0 ? valuesOf(claims, rules.rolesClaim) : [];
  return {
    name,
    email,
    isEmailVerified: email !== null && isTrue(claims[rules.emailVerifiedClaim]),
    roles: [...new Set(rules.roleMap.filter(({ value }) => values?.includes(value)).map(({ role }) => role))],
    isRolesClaimSent: values !== null,
  };
};

/** Null when the claim was not sent. */
const valuesOf = (claims: Record<string, unknown>, claim: string): string[] | null => {
  const value = claims[claim];
  // A name with dots is a path where it is not a name, e.g. Keycloak's realm_access.roles.
  const found = value === undefined ? atPath(claims, claim.split('.')) : value;
  if (found === undefined) {
    // OpenID Connect Core 5.6.2: such a claim is somewhere else. Entra ID does so above 200 groups.
    if (isRecord(claims._claim_names) && claim in claims._claim_names)
      throw new Refusal(
        'forbidden',
        'oidc-claim-missing',
        `The provider has the claim ${claim} and did not send it, as there are too many groups in it. Have it send only the groups that matter here, or app roles.`,
        { facts: { claim } },
      );
    return null;
  }
  const list = Array.isArray(found) ? found : [found];
  return list.filter((each): each is string => typeof each === 'string');
};

const atPath = (claims: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), claims);

export const claimMissing = (claim: string): Refusal =>
  new Refusal(
    'forbidden',
    'oidc-claim-missing',
    `The provider did not send the claim ${claim}, without which nobody is recognised. Have it send the claim, or ask for its scope (OIDC_SCOPES).`,
    { facts: { claim } },
  );
