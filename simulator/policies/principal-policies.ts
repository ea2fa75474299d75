import type { IamAccount } from '../state/iam/iam-account.ts';
import type { ManagedPolicy, PolicyHolder } from '../state/iam/iam-entities.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import { parsePolicy, type Statement } from './policy-document.ts';

type ParsedPolicies = readonly (readonly Statement[])[];

const cache = new WeakMap<PolicyHolder, { version: number; policies: ParsedPolicies }>();

/** Identity policies of a user (with those of the user's groups) or a role, parsed and kept until IAM changes. */
export function identityPolicies(account: IamAccount, holder: PolicyHolder & { groupKeys?: string[] }): ParsedPolicies {
  const cached = cache.get(holder);
  if (cached && cached.version === account.version) return cached.policies;
  const groups = (holder.groupKeys ?? []).flatMap((key) => account.groups.get(key) ?? []);
  const policies = [holder, ...groups].flatMap((one) => ownPolicies(account, one));
  cache.set(holder, { version: account.version, policies });
  return policies;
}

/** A managed policy of AWS's or of the AWS account's own. */
export function managedPolicy(account: IamAccount, arn: string): ManagedPolicy | undefined {
  return account.policy(arn) ?? awsManagedPolicy(arn);
}

/** The document of a managed policy that is in force: its default version's. */
export function managedPolicyDocument(account: IamAccount, arn: string): string | undefined {
  const policy = managedPolicy(account, arn);
  return policy?.versions.find(({ id }) => id === policy.defaultVersionId)?.document;
}

function ownPolicies(account: IamAccount, holder: PolicyHolder): ParsedPolicies {
  const attached = holder.attachedPolicyArns.flatMap((arn) => managedPolicyDocument(account, arn) ?? []);
  return [...Object.values(holder.inlinePolicies), ...attached].map(parsePolicy);
}
