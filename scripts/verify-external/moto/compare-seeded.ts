import { type Comparison, compareRows, compareValues } from '../comparison.ts';
import { motoLacks } from './gaps/moto-lacks.ts';
import type { WorldRead } from './read-world.ts';
import type { ReadingSink } from './reading-sink.ts';
import type { Seeded } from './seed-world.ts';

const named = ({ nativeId, name }: { nativeId: string; name: string }) => ({ id: nativeId, name });
const withArn = (entity: { nativeId: string; name: string; arn?: string }) => ({ ...named(entity), arn: entity.arn });
const membersIn = (sink: ReadingSink, kind: 'iam-group' | 'identity-center-group') =>
  sink
    .held('group-member', kind)
    .map(({ target, principal }) => ({ group: target.nativeId, member: principal.nativeId }));

/** Whom each seeded role trusts, as the inventory must say it; spelled out here, not derived with our own parser. */
const expectedTrust = (seeded: Seeded) =>
  [
    ['countersign-read', 'unread-principal', 'arn:aws:iam::905418227316:role/countersign-server'],
    ['for-ec2', 'aws-service', 'ec2.amazonaws.com'],
    ['for-one-user', 'unread-principal', seeded.users[2]?.arn],
    ['for-another-account', 'aws-account', '210987654321'],
    ['for-this-account', 'aws-account', seeded.awsAccountId],
    ['from-okta', 'saml-provider', seeded.samlProvider],
    ['from-github', 'oidc-provider', seeded.oidcProvider],
    ['for-anyone', 'anyone', '*'],
  ].map(([role, kind, principal]) => ({ role: seeded.roles.find(({ name }) => name === role)?.id, kind, principal }));

function compareIam(seeded: Seeded, sink: ReadingSink): Comparison[] {
  const roles = sink.listed('iam-role').map((entity) => ({ ...withArn(entity), trust: entity.attrs?.trustPolicy }));
  const trusted = sink
    .held('assume-role', 'iam-role')
    .map(({ target, principal }) => ({ role: target.nativeId, kind: principal.kind, principal: principal.nativeId }));
  return [
    compareRows('IAM users (id, name, ARN)', seeded.users, sink.listed('iam-user').map(withArn)),
    compareRows('IAM groups (id, name, ARN)', seeded.groups, sink.listed('iam-group').map(withArn)),
    compareRows('members of IAM groups', seeded.members, membersIn(sink, 'iam-group')),
    compareRows('IAM roles (id, name, ARN, trust policy)', seeded.roles, roles),
    compareRows('whom the roles trust', expectedTrust(seeded), trusted),
    ...comparePolicies(seeded, sink),
    compareRows('passwords, MFA and access keys of IAM users', seeded.waysIn, waysIn(sink)),
  ];
}

function comparePolicies(seeded: Seeded, sink: ReadingSink): Comparison[] {
  const own = sink.listed('iam-policy').map(({ name, arn, attrs }) => ({ name, arn, document: attrs?.document }));
  const attached = (['iam-policy', 'iam-inline-policy'] as const).flatMap((kind) => {
    const policies = new Map(sink.entities.filter((each) => each.kind === kind).map((each) => [each.nativeId, each]));
    return sink.held('attached-policy', kind).map(({ target, principal }) => {
      const { name, arn, attrs } = policies.get(target.nativeId) ?? {};
      // Of an attached one the document is the policy's, which is compared above.
      return { principal: principal.nativeId, policy: arn ?? name, ...(!arn && { document: attrs?.document }) };
    });
  });
  const expected = seeded.policies.map(({ name, arn, document }) => ({ name, arn, document }));
  return [
    compareRows('IAM policies of the AWS account (name, ARN, document in force)', expected, own),
    compareRows('policies of users, groups and roles, inline ones with their document', seeded.attachments, attached),
  ];
}

const waysIn = (sink: ReadingSink) =>
  sink.uses.flatMap(({ of, hasPassword, hasMfa, accessKeys = [] }) =>
    'arn' in of ? [{ arn: of.arn, hasPassword, hasMfa, accessKeys: accessKeys.map(({ isActive }) => isActive) }] : [],
  );

function compareOrganization(seeded: Seeded, sink: ReadingSink, learned: WorldRead['learned']): Comparison[] {
  const assignments = sink
    .held('permission-set-assignment', 'aws-account')
    .map(({ target, permissionSet, principal }) => ({
      account: target.nativeId,
      set: permissionSet?.nativeId,
      principal: principal.nativeId,
    }));
  const users = sink.listed('identity-center-user').map((entity) => ({ ...named(entity), email: entity.email }));
  const sets = sink.listed('permission-set').map((set) => ({
    ...named(set),
    managed: set.attrs?.managedPolicies,
    inline: set.attrs?.inlinePolicy,
    customer: set.attrs?.customerManagedPolicies,
  }));
  const place = { organization: seeded.organizationId, management: seeded.awsAccountId, instance: seeded.instanceArn };
  const found = {
    organization: learned.organizationId,
    management: learned.managementAwsAccountId,
    instance: learned.identityCenterInstanceArn,
  };
  return [
    compareValues('organization, management account, instance', place, found),
    compareRows('AWS accounts (id, name)', seeded.accounts, sink.listed('aws-account').map(named)),
    compareRows('Identity Center users (id, name, e-mail)', seeded.directoryUsers, users),
    compareRows('Identity Center groups', seeded.directoryGroups, sink.listed('identity-center-group').map(named)),
    compareRows('members of Identity Center groups', seeded.directoryMembers, membersIn(sink, 'identity-center-group')),
    compareRows('permission sets, with their policies', seeded.permissionSets, sets),
    compareRows('assignments (AWS account, permission set, principal)', seeded.assignments, assignments),
  ];
}

/** What our reader found is exactly what boto3 put there, by what boto3 was told. */
export const compareSeeded = (seeded: Seeded, { sink, learned }: WorldRead): Comparison[] => [
  compareValues(
    'nothing was left unread but what moto lacks',
    motoLacks.flatMap(({ unread }) => unread ?? []).sort(),
    sink.failures.map((failure) => /^([\w-]+) of .* AWS refused /.exec(failure)?.[1] ?? failure).sort(),
  ),
  ...compareIam(seeded, sink),
  ...compareOrganization(seeded, sink, learned),
];
