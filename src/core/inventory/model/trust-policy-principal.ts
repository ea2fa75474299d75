import type { EntityFact } from './fact.ts';
import type { EntityRef } from './kinds.ts';
import type { TrustPrincipal } from './trust-policy-document.ts';

/** The one action each kind of principal needs; having another of them gives it nothing. */
export type AssumeAction = 'sts:AssumeRole' | 'sts:AssumeRoleWithSAML' | 'sts:AssumeRoleWithWebIdentity';

/** Somebody a trust policy names, as an entity of ours. */
export interface NamedPrincipal {
  entity: EntityFact;
  /** What is always true of a grant to this principal, as items of a qualifier. */
  marks: string[];
  actions: AssumeAction[];
  /** Where the principal lives, when its name tells; needed to compare it with an account-wide Deny. */
  awsAccountId: string | null;
  /** Of a role named by its ARN; and of a session, the role it is of. */
  roleName: string | null;
  sessionOf: string | null;
  /** For OIDC: what its condition keys begin with, e.g. `token.actions.githubusercontent.com`. */
  oidcHost: string | null;
}

const allActions: AssumeAction[] = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];
const oidcNames = ['accounts.google.com', 'cognito-identity.amazonaws.com', 'graph.facebook.com', 'www.amazon.com'];

export const anyone: EntityFact = { kind: 'anyone', nativeId: '*', name: 'Anyone', isMention: true };

/** Principals of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function namePrincipal({ type, value }: TrustPrincipal): NamedPrincipal {
  if (value === '*' && type !== 'Service') return named(anyone, allActions);
  if (type === 'Service') return service(value.toLowerCase());
  return type === 'Federated' ? federated(value) : awsPrincipal(value);
}

function service(name: string): NamedPrincipal {
  // Account access manager gives Identity Center users and groups a role directly; who has it is not in the 14 actions.
  const marks = name === 'account-access.amazonaws.com' ? ['account-access-manager'] : [];
  const entity = mention('aws-service', name, name === '*' ? 'Any AWS service' : name);
  return { ...named(entity, ['sts:AssumeRole']), marks };
}

function federated(value: string): NamedPrincipal {
  const [, awsAccountId, kind, name = ''] = /^arn:[a-z-]+:iam::(\d{12}):(saml|oidc)-provider\/(.+)$/.exec(value) ?? [];
  if (awsAccountId && kind === 'saml') {
    const marks = /^AWSSSO_\w+_DO_NOT_DELETE$/.test(name) ? ['identity-center'] : [];
    const entity = { ...mention('saml-provider', value, name), arn: value, parent: awsAccount(awsAccountId) };
    return { ...named(entity, ['sts:AssumeRoleWithSAML']), marks, awsAccountId };
  }
  if (awsAccountId && kind === 'oidc') {
    const entity = { ...mention('oidc-provider', value, name), arn: value, parent: awsAccount(awsAccountId) };
    return { ...named(entity, ['sts:AssumeRoleWithWebIdentity']), awsAccountId, oidcHost: name.toLowerCase() };
  }
  if (oidcNames.includes(value)) {
    return { ...named(mention('oidc-provider', value, value), ['sts:AssumeRoleWithWebIdentity']), oidcHost: value };
  }
  return { ...named(mention('unread-principal', value, value), allActions), marks: ['unparsed'] };
}

function awsPrincipal(value: string): NamedPrincipal {
  const whole = /^(?:arn:[a-z-]+:iam::)?(\d{12})(?::root)?$/.exec(value);
  if (whole?.[1]) {
    const awsAccountId = whole[1];
    const entity = mention('aws-account', awsAccountId, awsAccountId);
    return { ...named(entity, ['sts:AssumeRole']), marks: ['account-root'], awsAccountId };
  }
  // IAM writes the unique id in place of the ARN once the principal is deleted; a new one of that name is not trusted.
  if (/^AIDA\w+$/.test(value)) return named(mention('iam-user', value, value), ['sts:AssumeRole']);
  if (/^AROA\w+$/.test(value)) return named(mention('iam-role', value, value), ['sts:AssumeRole']);
  const [, api, awsAccountId, kind, path = ''] = /^arn:[a-z-]+:(iam|sts)::(\d{12}):([\w-]+)\/(.+)$/.exec(value) ?? [];
  const entity = mention('unread-principal', value, value.slice(value.lastIndexOf('/') + 1));
  const marks = api === 'iam' ? [] : api === 'sts' ? ['session'] : ['unparsed'];
  const parts = path.split('/');
  return {
    ...named(entity, ['sts:AssumeRole']),
    marks,
    awsAccountId: awsAccountId ?? null,
    roleName: kind === 'role' ? (parts.at(-1) ?? null) : null,
    sessionOf: kind === 'assumed-role' ? (parts[0] ?? null) : null,
  };
}

const awsAccount = (id: string): EntityRef => ({ kind: 'aws-account', nativeId: id });
const mention = (kind: EntityFact['kind'], nativeId: string, name: string): EntityFact => ({
  kind,
  nativeId,
  name,
  isMention: true,
});
const named = (entity: EntityFact, actions: AssumeAction[]): NamedPrincipal => ({
  entity,
  marks: [],
  actions,
  awsAccountId: null,
  roleName: null,
  sessionOf: null,
  oidcHost: null,
});
