import type { IamRefresh, RefreshPlan } from '../../../../core/inventory/model/events/plan-refresh.ts';
import { identityStoreRef } from '../../../../core/inventory/ports.ts';
import { eachConcurrently } from '../each-concurrently.ts';
import { readCredentialReport } from '../iam/read-credential-report.ts';
import { readAlias, readThings } from '../iam/read-iam.ts';
import { readMembers as readIamMembers } from '../iam/read-members.ts';
import { readRoleSettings } from '../iam/read-roles.ts';
import type { Instance } from '../identity-center-facts.ts';
import type { MemberAccess } from '../members/member-session.ts';
import { membersAtATime, rereadMember } from '../members/read-member-accounts.ts';
import { readOrganization, readOrganizationDetails } from '../organization/read-organization.ts';
import { listPermissionSets } from '../permission-sets/read-permission-sets.ts';
import { createSetDetails } from '../permission-sets/set-details.ts';
import { readPair } from '../read-assignments.ts';
import { readGroups, readMembers, readUsers } from '../read-identity-store.ts';
import type { Reading } from '../reading.ts';

/** Reads the listings of the plan, each once. One that AWS refuses is failed and recorded like in every other run. */
export async function rereadTouched(reading: Reading, access: MemberAccess, plan: RefreshPlan): Promise<void> {
  const { own, sink } = reading;
  await sink.rows({ entities: [{ ...own, name: own.nativeId, isMention: true }] });
  await rereadIam(reading, plan.iam);
  sink.plan('sts:AssumeRole', plan.members.length);
  await eachConcurrently(plan.members, membersAtATime, async (iam) => {
    await rereadMember(reading, access, iam.awsAccountId, (member) => rereadIam(member, iam));
  });
  if (plan.awsAccounts) await readOrganizationDetails(reading, await readOrganization(reading));
  await rereadIdentityCenter(reading, plan);
}

async function rereadIam(reading: Reading, plan: IamRefresh): Promise<void> {
  const groups = plan.groupNames.map((name) => knownGroup(reading, name));
  const known = groups.filter((group) => group !== undefined);
  if (plan.things || known.length < groups.length) await readThings(reading);
  else await eachConcurrently(known, reading.concurrency, (group) => readIamMembers(reading, group, false));
  if (plan.roleSettings) await readRoleSettings(reading, { atOnce: true });
  if (plan.credentialReport) await readCredentialReport(reading);
  if (plan.alias) await readAlias(reading);
}

/** IAM's names are unique without regard to case. */
const knownGroup = ({ known, own }: Reading, name: string) =>
  known.iamGroups.find(
    (group) => group.awsAccountId === own.nativeId && group.name.toLowerCase() === name.toLowerCase(),
  );

async function rereadIdentityCenter(reading: Reading, plan: RefreshPlan): Promise<void> {
  const { known, connection, concurrency, sink } = reading;
  const { identityCenterInstanceArn: arn, identityStoreId: storeId } = known;
  if (!connection.identityCenterEnabled || !arn || !storeId) return;
  const instance: Instance = { ref: { kind: 'identity-center-instance', nativeId: arn }, storeId };
  if (plan.users) await readUsers(reading, instance);
  if (plan.groups) await readGroups(reading, instance);
  const details = createSetDetails(reading, instance);
  const existing = plan.permissionSets ? await listPermissionSets(reading, instance) : null;
  const isThere = (set: string) => !existing?.isWhole || existing.listed.includes(set);
  const sets = plan.sets.filter(isThere);
  await details.refresh(sets, sets);
  sink.plan('identitystore:ListGroupMemberships', plan.groupIds.length);
  await eachConcurrently(plan.groupIds, concurrency, async (groupId) => {
    const { nativeId: id } = identityStoreRef('identity-center-group', storeId, groupId);
    await readMembers(reading, instance, { id, name: groupId }, plan.users);
  });
  // What was assigned of a set that is gone, goes with it.
  const pairs = plan.pairs.filter(({ permissionSetArn }) => isThere(permissionSetArn));
  sink.plan('sso:ListAccountAssignments', pairs.length);
  await eachConcurrently(pairs, concurrency, async ({ awsAccountId, permissionSetArn }) => {
    await details.describe(permissionSetArn);
    await readPair(reading, instance, { kind: 'aws-account', nativeId: awsAccountId }, permissionSetArn);
  });
}
