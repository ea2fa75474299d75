import type { EntityKind } from './kinds.ts';
import { describeQualifier, isUndecided } from './trust-policy-qualifier.ts';

export interface PathStep {
  kind: 'person' | 'identity' | 'group' | 'permission-set' | 'role' | 'aws-account' | 'principal';
  /** What the page's address takes; null where there is no page. */
  id: string | null;
  name: string;
  /** How one gets here from the step before; '' for the first. */
  relation: '' | 'is' | 'member of' | 'assigned' | 'may assume' | 'on' | 'in';
}
interface Named {
  id: string;
  name: string;
}
interface AwsAccountNamed {
  awsAccountId: string;
  name: string;
}
/** One path from somebody to an entitlement, in the order in which it is walked. */
export interface AccessPath {
  person: Named | null;
  /** Whoever AWS names at the start: a user, a role, a provider, a whole AWS account …, or a group on its own. */
  principal: Named & { kind: EntityKind };
  /** The group whose membership is the entitlement or leads to it; an IAM group is in an AWS account. */
  group: (Named & { awsAccount: AwsAccountNamed | null }) | null;
  /** The group of an identity provider through whose principal the person comes (DIR-4); it has no page. */
  idpGroup?: string | null;
  assignment: { permissionSet: Named; awsAccount: AwsAccountNamed } | null;
  /** Roles assumed one from the other. */
  roles: (Named & { awsAccount: AwsAccountNamed | null })[];
  /** Where the path ends when the principal just lives in an AWS account. */
  home: AwsAccountNamed | null;
}

const identityKinds: readonly EntityKind[] = ['identity-center-user', 'iam-user'];
const groupKinds: readonly EntityKind[] = ['identity-center-group', 'iam-group'];

/**
 * What a principal is called in a sentence: `anyone in security-audit` for a whole AWS account; and for the service that
 * hands roles to Identity Center users and groups, whoever that lets in.
 */
export const principalName = ({ kind, name }: { kind: EntityKind; name: string }): string => {
  if (kind === 'aws-account') return `anyone in ${name}`;
  if (kind === 'aws-service' && name === 'account-access.amazonaws.com')
    return 'whoever AWS account access manager lets in';
  return kind === 'anyone' ? 'anyone' : name;
};

/** The id of a principal's page; providers, services, whole AWS accounts and unread principals have none. */
export const principalPageId = ({ kind, id }: { kind: EntityKind; id: string }): string | null =>
  identityKinds.includes(kind) || groupKinds.includes(kind) || kind === 'iam-role' ? id : null;

export function pathSteps(path: AccessPath): PathStep[] {
  const { person, principal, group, idpGroup, assignment, roles, home } = path;
  const steps: PathStep[] = [];
  const add = (
    kind: PathStep['kind'],
    relation: PathStep['relation'],
    { id, name }: { id: string | null; name: string },
  ) => void steps.push({ kind, id, name, relation: steps.length === 0 ? '' : relation });
  const addAwsAccount = (relation: 'on' | 'in', { awsAccountId, name }: AwsAccountNamed) =>
    add('aws-account', relation, { id: awsAccountId, name });

  if (person) add('person', '', person);
  if (person && idpGroup) add('group', 'member of', { id: null, name: idpGroup });
  else add(stepKind(principal.kind), 'is', { id: principalPageId(principal), name: principalName(principal) });
  if (group) add('group', 'member of', group);
  if (group?.awsAccount && !assignment) addAwsAccount('in', group.awsAccount);
  if (assignment) {
    add('permission-set', 'assigned', assignment.permissionSet);
    addAwsAccount('on', assignment.awsAccount);
  }
  for (const role of roles) add('role', 'may assume', role);
  const last = roles.at(-1);
  if (last?.awsAccount) addAwsAccount('in', last.awsAccount);
  if (home) addAwsAccount('in', home);
  return steps;
}

const stepKind = (kind: EntityKind): PathStep['kind'] =>
  identityKinds.includes(kind)
    ? 'identity'
    : groupKinds.includes(kind)
      ? 'group'
      : kind === 'iam-role'
        ? 'role'
        : 'principal';

/** `Priya Raman → member of Platform → AdministratorAccess on prod-payments` */
export function pathSentence({ person, principal, group, idpGroup, assignment, roles, home }: AccessPath): string {
  const parts = [person?.name ?? principalName(principal)];
  // One person may have IAM users besides; an Identity Center user is the person and needs no word of its own.
  if (person && idpGroup) parts.push(`member of ${idpGroup}`);
  else if (person && principal.kind !== 'identity-center-user')
    parts.push(`${kindWords[principal.kind] ?? ''} ${principal.name}`.trim());
  if (group)
    parts.push(`member of ${group.name}${group.awsAccount && !assignment ? ` in ${group.awsAccount.name}` : ''}`);
  if (assignment) {
    if (!group && !groupKinds.includes(principal.kind)) parts.push('assigned directly');
    parts.push(`${assignment.permissionSet.name} on ${assignment.awsAccount.name}`);
  }
  for (const role of roles)
    parts.push(`may assume role ${role.name}${role.awsAccount ? ` in ${role.awsAccount.name}` : ''}`);
  if (home) parts.push(`in ${home.name}`);
  return parts.join(' → ');
}

const kindWords: Partial<Record<EntityKind, string>> = { 'iam-user': 'IAM user', 'iam-role': 'role' };

const isOutsideProvider = (kind: EntityKind, qualifier: string) =>
  (kind === 'saml-provider' || kind === 'oidc-provider') && !qualifier.includes('identity-center');

/** By which identity providers the people behind a provider in AWS are known, and how many of them match nobody here. */
export interface Mapping {
  names: string[];
  unmatched: number;
}
const membersInWords = ({ names, unmatched }: Mapping): string => {
  const nobody = unmatched === 1 ? '1 of them matches nobody' : `${unmatched} of them match nobody`;
  return `members are those of ${names.join(' and ')}${unmatched > 0 ? `; ${nobody} in the directory` : ''}`;
};

/**
 * Why a row is not plain access; null when it is. Members of an outside provider are never "nobody": they are not visible
 * from AWS, or known by a mapping (DIR-4); `known` where the row is one of them.
 */
export function qualifierOf(
  principalKind: EntityKind,
  qualifier: string,
  mapping: Mapping | 'known' | null = null,
): { text: string; isUndecided: boolean } | null {
  const undecided = qualifier !== '' && isUndecided(qualifier);
  const words = describeQualifier(qualifier);
  const described = words && (undecided ? `can't be decided: ${words}` : words);
  const members =
    mapping === 'known' || !isOutsideProvider(principalKind, qualifier)
      ? ''
      : mapping
        ? membersInWords(mapping)
        : 'members not visible from AWS';
  const texts = [members, described].filter(Boolean);
  return texts.length === 0 ? null : { text: texts.join('; '), isUndecided: undecided };
}
