import {
  type AttachedPolicy,
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsResponse as Page,
  type RoleDetail,
} from '@aws-sdk/client-iam';
import type { EntityFact, GrantFact, UseFact } from '../../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../../core/inventory/model/kinds.ts';
import type { ScopeFailure } from '../../../../core/inventory/model/scope.ts';
import { eachConcurrently } from '../each-concurrently.ts';
import { askOptional } from '../optional-action.ts';
import { count, eachPage, type Facts, failScope, type Reading } from '../reading.ts';
import { type AttachmentsByArn, createAttachmentsByArn } from './by-name/attachments-by-arn.ts';
import { createMembershipsByName, type MembershipsByName } from './by-name/memberships-by-name.ts';
import { iamGroupFact, iamRoleFactOfDetails, iamUserFact } from './iam-facts.ts';
import {
  attachment,
  attributesFact,
  awsManagedPolicyFact,
  customerPolicyFact,
  inlinePolicyFacts,
  isAwsManaged,
} from './policy-facts.ts';
import { knownIamGroups, readMembers } from './read-members.ts';
import { createTrustOf, type TrustOf } from './role-trust.ts';

const operation = 'iam:GetAccountAuthorizationDetails';

interface Details {
  own: EntityRef;
  memberships: MembershipsByName;
  attachments: AttachmentsByArn;
  /** AWS's own policies that were named already. */
  mentioned: Set<string>;
  trustOf: TrustOf;
  totals: { users: number; groups: number; roles: number; policies: number };
}

/**
 * Users, groups, members, roles with their trust, policies and IAM attributes in ⌈(users + groups + roles + policies of the AWS account) / 1,000⌉
 * calls: AWS's own policies are not asked for, since who has one attached names it. Each page is passed on as it comes.
 * Returns why it could not be read whole; then its own scope is failed, and nothing of users, groups and roles is complete.
 */
export async function readDetails(reading: Reading): Promise<ScopeFailure | null> {
  const details: Details = {
    own: reading.own,
    memberships: createMembershipsByName(knownIamGroups(reading)),
    attachments: createAttachmentsByArn(Date.now()),
    mentioned: new Set(),
    trustOf: createTrustOf(reading.own),
    totals: { users: 0, groups: 0, roles: 0, policies: 0 },
  };
  const failure = await readPages(reading, details);
  if (failure) {
    await failScope(reading.sink, { kind: 'iam-policies', a: reading.own }, 'IAM policies', failure);
    return failure;
  }
  await completeListings(reading, details);
  await completePolicies(reading, details);
  return null;
}

async function readPages(reading: Reading, details: Details): Promise<ScopeFailure | null> {
  const { call, clients, sink } = reading;
  let number = 0;
  const fetch = (Marker: string | undefined) =>
    call(operation, (abortSignal) =>
      clients.iam.send(
        new GetAccountAuthorizationDetailsCommand({
          Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy'],
          Marker,
          MaxItems: 1000, // IAM's maximum; its default is 100.
        }),
        { abortSignal },
      ),
    );
  return askOptional(reading, operation, () =>
    eachPage(
      (Marker) => fetch(Marker),
      (page) => (page.IsTruncated ? page.Marker : undefined),
      async (page) => sink.rows(factsOf(page, ++number, details)),
    ),
  );
}

function factsOf(page: Page, number: number, details: Details): Required<Pick<Facts, 'entities' | 'grants' | 'uses'>> {
  const { own, memberships, totals } = details;
  const entities: EntityFact[] = [];
  const facts = { entities, grants: [] as GrantFact[], uses: [] as UseFact[] };
  for (const user of page.UserDetailList ?? []) {
    const fact = iamUserFact(user, own);
    entities.push(fact);
    memberships.user(fact.nativeId, user.GroupList ?? [], number);
    addPolicies(facts, fact, { inline: user.UserPolicyList, attached: user.AttachedManagedPolicies }, number, details);
    addAttributes(facts, attributesFact(user, fact, own));
    totals.users += 1;
  }
  for (const group of page.GroupDetailList ?? []) {
    const fact = iamGroupFact(group, own);
    entities.push(fact);
    memberships.group(fact, number);
    addPolicies(
      facts,
      fact,
      { inline: group.GroupPolicyList, attached: group.AttachedManagedPolicies },
      number,
      details,
    );
    totals.groups += 1;
  }
  for (const role of page.RoleDetailList ?? []) {
    const fact = iamRoleFactOfDetails(role, own);
    const { principals, grants } = details.trustOf(fact, role.AssumeRolePolicyDocument);
    entities.push(fact, ...principals);
    facts.grants.push(...grants);
    addPolicies(facts, fact, { inline: role.RolePolicyList, attached: role.AttachedManagedPolicies }, number, details);
    addAttributes(facts, attributesFact(role, fact, own));
    facts.uses.push(roleUse(role));
    totals.roles += 1;
  }
  for (const policy of page.Policies ?? []) {
    const fact = customerPolicyFact(policy, own);
    entities.push(fact);
    details.attachments.policy(fact, number);
    totals.policies += 1;
  }
  return facts;
}

interface PoliciesOf {
  inline: Parameters<typeof inlinePolicyFacts>[0];
  attached: AttachedPolicy[] | undefined;
}

function addPolicies(
  facts: Required<Pick<Facts, 'entities' | 'grants'>>,
  { kind, nativeId }: EntityRef,
  { inline, attached = [] }: PoliciesOf,
  page: number,
  { own, attachments, mentioned }: Details,
): void {
  const principal: EntityRef = { kind, nativeId };
  const written = inlinePolicyFacts(inline, principal, own);
  facts.entities.push(...(written.entities ?? []));
  facts.grants.push(...(written.grants ?? []));
  for (const { PolicyArn: arn = '' } of attached) {
    if (!isAwsManaged(arn)) {
      attachments.attached(arn, principal, page);
      continue;
    }
    const policy = awsManagedPolicyFact(arn);
    if (!mentioned.has(arn)) facts.entities.push(policy);
    mentioned.add(arn);
    facts.grants.push(attachment(policy, principal, null));
  }
}

const addAttributes = ({ entities }: { entities: EntityFact[] }, fact: EntityFact | null) => {
  if (fact) entities.push(fact);
};

/** AWS tracks the last 400 days; a role without a date was not used in them. */
const roleUse = ({ RoleId = '', RoleLastUsed }: RoleDetail): UseFact => ({
  of: { kind: 'iam-role', nativeId: RoleId },
  ...(RoleLastUsed?.LastUsedDate && { lastUsedAt: RoleLastUsed.LastUsedDate.toISOString() }),
  ...(RoleLastUsed?.Region && { lastUsedRegion: RoleLastUsed.Region }),
});

async function completeListings(reading: Reading, { own, memberships, totals }: Details): Promise<void> {
  const { sink } = reading;
  const { members, uncertain } = memberships.resolve();
  await sink.complete({ kind: 'iam-users', a: own }, {});
  await sink.log('read', `IAM users · ${count(totals.users, 'user')}`);
  await sink.complete({ kind: 'iam-roles', a: own }, {});
  await sink.log('read', `IAM roles · ${count(totals.roles, 'role')}`);
  await sink.complete({ kind: 'iam-groups', a: own }, {});
  await sink.log('read', `IAM groups · ${count(totals.groups, 'group')}, ${count(sizeOf(members), 'membership')}`);
  for (const [nativeId, users] of members) {
    const target: EntityRef = { kind: 'iam-group', nativeId };
    const grants = [...users].map((id) => ({
      kind: 'group-member' as const,
      target,
      awsAccount: own,
      principal: { kind: 'iam-user' as const, nativeId: id },
    }));
    await sink.complete({ kind: 'members-of-group', a: target }, { grants });
  }
  if (uncertain.length > 0) sink.plan('iam:GetGroup', uncertain.length);
  await eachConcurrently(uncertain, reading.concurrency, (group) => readMembers(reading, group, true));
}

const sizeOf = (members: Map<string, Set<string>>) => [...members.values()].reduce((sum, { size }) => sum + size, 0);

async function completePolicies({ sink, own }: Reading, { attachments, totals }: Details): Promise<void> {
  const { grants, uncertain } = attachments.resolve(own);
  await sink.rows({ grants });
  const scope = { kind: 'iam-policies', a: own } as const;
  if (uncertain.length > 0) {
    const message = `${uncertain.slice(0, 3).join(', ')} changed while IAM was read. The next sync reads it again.`;
    return failScope(sink, scope, 'IAM policies', { reason: 'invalid', message });
  }
  await sink.complete(scope, {});
  await sink.log('read', `IAM policies · ${count(totals.policies, 'policy', 'policies')} of the AWS account's own`);
}
