import type { EntityFact, GrantFact } from '../../../src/core/inventory/model/fact.ts';
import type { ScopeFailure } from '../../../src/core/inventory/model/scope.ts';
import { currentFacts, type Harness, type Reading, ref, scope } from '../sync/sync-harness.ts';

/** Of the connector's own role; the organization's others are members. */
export const own = '111111111111';
export const organization = ref('organization', 'o-1');
export const account = (id: string) => ref('aws-account', id);

export const organizationOf = (...ids: string[]): Reading => ({
  scope: scope('aws-accounts', organization),
  entities: [
    { ...organization, name: 'o-1' },
    ...ids.map((id) => ({ ...account(id), parent: organization, name: `name-${id}`, status: 'active' })),
  ],
});

/** A user in a group, a role that the user may assume, and the listings that they come from. */
export function iamOf(id: string): Reading[] {
  const parent = account(id);
  const of = (kind: 'iam-user' | 'iam-group' | 'iam-role'): EntityFact => ({
    ...ref(kind, `${kind}-${id}`),
    parent,
    name: `${kind} of ${id}`,
  });
  const [user, group, role] = [of('iam-user'), of('iam-group'), of('iam-role')];
  const member: GrantFact = { kind: 'group-member', target: group, awsAccount: parent, principal: user };
  const trust: GrantFact = { kind: 'assume-role', target: role, awsAccount: parent, principal: user };
  return [
    { scope: scope('iam-users', parent), entities: [user] },
    { scope: scope('iam-groups', parent), entities: [group] },
    { scope: scope('iam-roles', parent), entities: [role], grants: [trust] },
    { scope: scope('members-of-group', ref('iam-group', group.nativeId)), grants: [member] },
  ];
}
export const entered = (id: string): Reading[] => [...iamOf(id), { scope: scope('iam-of-aws-account', account(id)) }];

export const notIn: ScopeFailure = { reason: 'denied', action: 'sts:AssumeRole', message: 'is not authorized' };
export const switchedOff: ScopeFailure = { reason: 'not-attempted', message: 'Reading IAM is switched off.' };
export const refused = (id: string, failure = notIn): Reading => ({
  scope: scope('iam-of-aws-account', account(id)),
  failure,
});

/** What is known inside an AWS account: identities, groups, and who holds and reaches what. */
export const factsOf = async (harness: Harness, id: string, seq?: number): Promise<string[]> =>
  (await currentFacts(harness, seq)).filter((line) => /^(entity|grant|reach)/.test(line) && line.includes(`-${id} |`));
