import { parsePolicy, type Statement } from '../../../policies/policy-document.ts';
import { identityPolicies, managedPolicyDocument } from '../../../policies/principal-policies.ts';
import type { IamAccount } from '../../../state/iam/iam-account.ts';
import type { IamGroup, IamRole, IamUser } from '../../../state/iam/iam-entities.ts';
import type { ServiceAccess } from '../../../state/iam/iam-reports.ts';
import { policyUsage } from '../../../state/iam/policy-usage.ts';
import { invalidInput, noSuchEntity } from '../refusals.ts';
import { allowedServices } from './service-names.ts';

type Principal = readonly ['user', IamUser] | readonly ['role', IamRole];

/** What a last-accessed report is about: what it allows, and the principals that can have made use of it. */
export interface Subject {
  readonly policies: readonly (readonly Statement[])[];
  readonly principals: readonly Principal[];
}

/** A user, role, group or managed policy by its ARN. */
export function requireSubject(account: IamAccount, arn: string): Subject {
  const match = /^arn:aws:iam::(aws|\d{12}):(user|role|group|policy)\/(?:.*\/)?([^/]+)$/.exec(arn);
  if (!match) throw invalidInput(`Invalid ARN: ${arn}`);
  const [, , kind, name = ''] = match;
  if (kind === 'policy') return policySubject(account, arn);
  if (kind === 'group') {
    const group = account.group(name);
    if (group && account.arn('group', group) === arn) {
      return { policies: identityPolicies(account, group), principals: members(account, group) };
    }
  } else {
    const entity = kind === 'user' ? account.user(name) : account.role(name);
    if (entity && account.arn(kind === 'user' ? 'user' : 'role', entity) === arn) {
      return { policies: identityPolicies(account, entity), principals: [[kind, entity] as Principal] };
    }
  }
  throw noSuchEntity(`The entity with ARN ${arn} cannot be found.`);
}

function policySubject(account: IamAccount, arn: string): Subject {
  const document = managedPolicyDocument(account, arn);
  if (document === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  const { users, groups, roles } = policyUsage(account).of(arn);
  const all: Principal[] = [
    ...users.all().map((user) => ['user', user] as const),
    ...groups.all().flatMap((group) => members(account, group)),
    ...roles.all().map((role) => ['role', role] as const),
  ];
  const distinct = new Map(all.map((principal) => [principal[1].id, principal]));
  return { policies: [parsePolicy(document)], principals: [...distinct.values()] };
}

function members(account: IamAccount, group: IamGroup): Principal[] {
  return group.memberKeys.flatMap((key) => {
    const user = account.users.get(key);
    return user ? [['user', user] as const] : [];
  });
}

/** Every service the subject allows, with its last use by any of the principals. */
export function servicesOf(account: IamAccount, { policies, principals }: Subject): ServiceAccess[] {
  return allowedServices(policies).map((namespace) => {
    const uses = principals.flatMap(([kind, entity]) => {
      const use = entity.serviceUses?.[namespace];
      return use ? [{ ...use, entityArn: account.arn(kind, entity) }] : [];
    });
    const [last] = uses.sort((a, b) => b.at - a.at);
    return { namespace, entities: uses.length, ...last };
  });
}
