import type { AttachedPermissionsBoundary, ManagedPolicyDetail, PolicyDetail, Tag } from '@aws-sdk/client-iam';
import type { EntityFact, GrantFact } from '../../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../../core/inventory/model/kinds.ts';
import { type Facts, present, tagsByKey } from '../reading.ts';

/** IAM returns policies URL-encoded. */
export function decodePolicy(document: string | undefined): string {
  try {
    return decodeURIComponent(document ?? '');
  } catch {
    return document ?? '';
  }
}

export function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** AWS's own policies: known by name everywhere, and their ARN leads to no other policy later. */
export const isAwsManaged = (arn: string) => /^arn:[\w-]+:iam::aws:policy\//.test(arn);

const nameIn = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

/** AWS keeps what they allow, and changes it; here they are only named. */
export const awsManagedPolicyFact = (arn: string): EntityFact => ({
  kind: 'iam-policy',
  nativeId: arn,
  name: nameIn(arn),
  arn,
  isMention: true,
});

/** A policy of the AWS account by its unique id (ANPA…), with the document of its default version. */
export function customerPolicyFact(policy: ManagedPolicyDetail, parent: EntityRef): EntityFact {
  const version = policy.PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion);
  return {
    kind: 'iam-policy',
    // AWS tells both; where something that answers in its place does not, the ARN is better than nothing.
    nativeId: policy.PolicyId || (policy.Arn ?? ''),
    parent,
    name: policy.PolicyName || nameIn(policy.Arn ?? ''),
    ...(policy.Arn && { arn: policy.Arn }),
    attrs: present({
      path: policy.Path,
      createdAt: policy.CreateDate?.toISOString(),
      description: policy.Description,
      defaultVersionId: policy.DefaultVersionId,
      document: version?.Document && parsedOrText(decodePolicy(version.Document)),
    }),
  };
}

/** The policies written into a user, group or role. */
export function inlinePolicyFacts(policies: PolicyDetail[] = [], principal: EntityRef, parent: EntityRef): Facts {
  const entities = policies.map(
    ({ PolicyName = '', PolicyDocument }): EntityFact => ({
      kind: 'iam-inline-policy',
      nativeId: `${principal.nativeId}/${PolicyName}`,
      parent,
      name: PolicyName,
      attrs: { document: parsedOrText(decodePolicy(PolicyDocument)) },
    }),
  );
  return { entities, grants: entities.map((policy) => attachment(policy, principal, parent)) };
}

export const attachment = (
  { kind, nativeId }: EntityRef,
  principal: EntityRef,
  awsAccount: EntityRef | null,
): GrantFact => ({
  kind: 'attached-policy',
  target: { kind, nativeId },
  ...(awsAccount && { awsAccount }),
  principal: { kind: principal.kind, nativeId: principal.nativeId },
});

/** Null where there is neither a tag nor a boundary: most have none, and nothing needs no row. */
export function attributesFact(
  of: { PermissionsBoundary?: AttachedPermissionsBoundary | undefined; Tags?: Tag[] | undefined },
  { nativeId, name }: EntityFact,
  parent: EntityRef,
): EntityFact | null {
  const attrs = present({
    permissionsBoundary: of.PermissionsBoundary?.PermissionsBoundaryArn,
    tags: of.Tags?.length ? tagsByKey(of.Tags) : undefined,
  });
  return Object.keys(attrs).length > 0 ? { kind: 'iam-attributes', nativeId, parent, name, attrs } : null;
}
