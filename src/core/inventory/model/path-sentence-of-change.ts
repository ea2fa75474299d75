import type { EntityKind } from './kinds.ts';
import { type AccessPath, type PathStep, pathSteps, principalName } from './path-sentence.ts';

export type ChangeOp = 'granted' | 'removed' | 'changed' | 'appeared' | 'vanished';

/** A grant that came, went or changed its conditions: `Priya Raman became a member of Platform`. */
export function grantChange(
  op: ChangeOp,
  path: AccessPath,
  policy?: string | null,
): { sentence: string; path: PathStep[] } {
  const who = path.person?.name ?? principalName(path.principal);
  // A name stays as AWS writes it; only our own word "anyone" begins a sentence like one.
  const subject = /^(anyone|whoever)\b/.test(who) ? capital(who) : who;
  return { sentence: `${subject} ${predicate(op, path, policy)}`, path: pathSteps(path) };
}

function predicate(op: ChangeOp, { group, assignment, roles }: AccessPath, policy?: string | null): string {
  if (policy) return op === 'removed' ? `no longer has the policy ${policy}` : `has the policy ${policy} now`;
  if (assignment) {
    const what = `${assignment.permissionSet.name} on ${assignment.awsAccount.name}`;
    return op === 'granted' ? `got ${what}` : op === 'removed' ? `lost ${what}` : `holds ${what} on other terms`;
  }
  const role = roles[0];
  if (role) {
    const what = `role ${role.name}${role.awsAccount ? ` in ${role.awsAccount.name}` : ''}`;
    return op === 'granted'
      ? `may now assume ${what}`
      : op === 'removed'
        ? `may no longer assume ${what}`
        : `may assume ${what} under other conditions`;
  }
  const what = `${group?.name ?? ''}${group?.awsAccount ? ` in ${group.awsAccount.name}` : ''}`;
  return op === 'granted'
    ? `became a member of ${what}`
    : op === 'removed'
      ? `is no longer a member of ${what}`
      : `is a member of ${what} on other terms`;
}

const words: Partial<Record<EntityKind, string>> = {
  organization: 'organization',
  'aws-account': 'AWS account',
  'identity-center-instance': 'Identity Center',
  'identity-center-user': 'Identity Center user',
  'identity-center-group': 'group',
  'permission-set': 'permission set',
  'iam-user': 'IAM user',
  'iam-group': 'IAM group',
  'iam-role': 'role',
  'saml-provider': 'SAML provider',
  'oidc-provider': 'OIDC provider',
  'aws-service': 'AWS service',
  'unread-principal': 'principal',
  'aws-account-alias': 'AWS account alias',
  'iam-policy': 'policy',
  'iam-inline-policy': 'inline policy',
  'iam-attributes': 'tags and permissions boundary of',
  'organizational-unit': 'organizational unit',
};

/** An entity that came, went or is described differently: `Group Platform appeared`. */
export const entityChange = (op: ChangeOp, kind: EntityKind, name: string): string =>
  `${capital(`${words[kind] ?? ''} ${name}`.trim())} ${op === 'changed' ? 'changed' : op}`;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
