import type { EntityRef } from '../../../core/inventory/model/kinds.ts';
import type { ScopeFailure } from '../../../core/inventory/model/scope.ts';
import { findInstance } from './find-instance.ts';
import { knownGroups } from './identity-center-facts.ts';
import type { AwsAccounts } from './organization/read-organization.ts';
import { readPermissionSets } from './permission-sets/read-permission-sets.ts';
import { createSetDetails } from './permission-sets/set-details.ts';
import { listIdentityStore } from './read-identity-store.ts';
import { failScope, type Reading } from './reading.ts';
import { waysOfMemberships } from './strategies/memberships.ts';
import type { Ground } from './strategies/pairs.ts';
import { planAssignments } from './strategies/plan-assignments.ts';
import { decideWay } from './strategies/strategy.ts';

/**
 * Everything of IAM Identity Center, in these AWS accounts. Users, groups and permission sets are listed first, then the
 * pairs in use: by then everything is known that the cheapest way to memberships and assignments depends on (SYN-2).
 */
export async function readIdentityCenter(reading: Reading, awsAccounts: AwsAccounts): Promise<void> {
  if (!reading.connection.identityCenterEnabled) return switchedOff(reading);
  const instance = await findInstance(reading);
  if (!instance) return;
  const details = createSetDetails(reading, instance);
  const [directory, permissionSetArns] = await Promise.all([
    listIdentityStore(reading, instance),
    readPermissionSets(reading, instance, details),
  ]);
  const basis = reading.known.history?.counts ? 'last-publication' : 'listed';
  const memberships = await decideWay(reading, 'memberships', waysOfMemberships(reading, instance, directory), {
    basis,
  });
  const ground: Ground = {
    awsAccountIds: awsAccounts.ids,
    areAwsAccountsListed: awsAccounts.areListed,
    isForSomeAwsAccounts: !reading.connection.organizationsEnabled,
    permissionSetArns,
  };
  const assignments = await planAssignments(
    reading,
    instance,
    { ground, directory, describeSet: details.describe },
    memberships.way,
  );
  await memberships.carryOut();
  await assignments.carryOut();
}

/** What earlier runs found stays, and is shown as no longer read. */
async function switchedOff({ known, learned, own, sink }: Reading): Promise<void> {
  const arn = known.identityCenterInstanceArn;
  if (!arn) return;
  learned.identityCenterInstanceArn = arn;
  learned.identityStoreId = known.identityStoreId;
  const instance: EntityRef = { kind: 'identity-center-instance', nativeId: arn };
  const failure: ScopeFailure = {
    reason: 'not-attempted',
    message: 'Support for IAM Identity Center is switched off for this connector.',
  };
  await failScope(sink, { kind: 'identity-center-users', a: instance }, 'Identity Center users', failure);
  await failScope(sink, { kind: 'identity-center-groups', a: instance }, 'Identity Center groups', failure);
  await failScope(sink, { kind: 'permission-sets', a: instance }, 'Permission sets', failure);
  for (const a of knownGroups(known)) await sink.failed({ kind: 'members-of-group', a }, failure);
  // Without an organization the role's own AWS account is the only one there is, and is in no list.
  for (const id of new Set([own.nativeId, ...known.awsAccountIds])) {
    await sink.failed({ kind: 'pairs-of-aws-account', a: { kind: 'aws-account', nativeId: id } }, failure);
  }
}
