import {
  ListAccountAssignmentsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
} from '@aws-sdk/client-sso-admin';
import type { GrantFact } from '../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../core/inventory/model/kinds.ts';
import { identityStoreRef } from '../../../core/inventory/ports.ts';
import { eachConcurrently } from './each-concurrently.ts';
import type { Instance } from './identity-center-facts.ts';
import type { DescribePermissionSet } from './read-permission-sets.ts';
import { count, eachPage, type Reading, readScope } from './reading.ts';

const MaxResults = 100; // The API's maximum.

/**
 * Who holds which permission set on which AWS account: real pairs first, then their assignments, which costs one call
 * per AWS account and pair instead of one per possible pair. Suspended AWS accounts too: what AWS refuses is a gap.
 */
export async function readAssignments(
  reading: Reading,
  instance: Instance,
  awsAccountIds: string[],
  describeSet: DescribePermissionSet,
): Promise<void> {
  reading.sink.plan('sso:ListPermissionSetsProvisionedToAccount', awsAccountIds.length);
  await eachConcurrently(awsAccountIds, reading.concurrency, async (id) => {
    const awsAccount: EntityRef = { kind: 'aws-account', nativeId: id };
    const arns = await readPairs(reading, instance, awsAccount);
    reading.sink.plan('sso:ListAccountAssignments', arns.length);
    let total = 0;
    for (const arn of arns) {
      await describeSet(arn);
      total += await readPair(reading, instance, awsAccount, arn);
    }
    if (arns.length > 0) {
      await reading.sink.log(
        'read',
        `AWS account ${id} · ${count(arns.length, 'permission set')} · ${count(total, 'assignment')}`,
      );
    }
  });
}

/** The permission sets in use on an AWS account: all of them, or those that came before a failure. */
async function readPairs(reading: Reading, instance: Instance, awsAccount: EntityRef): Promise<string[]> {
  const { call, clients } = reading;
  const arns: string[] = [];
  const title = `Permission sets on AWS account ${awsAccount.nativeId}`;
  await readScope(reading, { kind: 'pairs-of-aws-account', a: awsAccount }, title, async () => {
    await eachPage(
      (NextToken) =>
        call('sso:ListPermissionSetsProvisionedToAccount', (abortSignal) =>
          clients.sso.send(
            new ListPermissionSetsProvisionedToAccountCommand({
              InstanceArn: instance.ref.nativeId,
              AccountId: awsAccount.nativeId,
              NextToken,
              MaxResults,
            }),
            { abortSignal },
          ),
        ),
      (page) => page.NextToken,
      async ({ PermissionSets = [] }) => void arns.push(...PermissionSets),
    );
    return {};
  });
  return arns;
}

/** Everybody who holds one permission set on one AWS account. */
export async function readPair(
  reading: Reading,
  instance: Instance,
  awsAccount: EntityRef,
  arn: string,
): Promise<number> {
  const { call, clients, sink } = reading;
  const permissionSet: EntityRef = { kind: 'permission-set', nativeId: arn };
  const title = `Assignments of ${arn.slice(arn.lastIndexOf('/') + 1)} on AWS account ${awsAccount.nativeId}`;
  let total = 0;
  await readScope(reading, { kind: 'assignments-of-pair', a: awsAccount, b: permissionSet }, title, async () => {
    await eachPage(
      (NextToken) =>
        call('sso:ListAccountAssignments', (abortSignal) =>
          clients.sso.send(
            new ListAccountAssignmentsCommand({
              InstanceArn: instance.ref.nativeId,
              AccountId: awsAccount.nativeId,
              PermissionSetArn: arn,
              NextToken,
              MaxResults,
            }),
            { abortSignal },
          ),
        ),
      (page) => page.NextToken,
      async ({ AccountAssignments = [] }) => {
        const grants = AccountAssignments.flatMap(({ PrincipalId, PrincipalType }): GrantFact[] => {
          if (!PrincipalId) return [];
          const kind = PrincipalType === 'GROUP' ? 'identity-center-group' : 'identity-center-user';
          const principal = identityStoreRef(kind, instance.storeId, PrincipalId);
          return [{ kind: 'permission-set-assignment', target: awsAccount, permissionSet, awsAccount, principal }];
        });
        total += grants.length;
        await sink.rows({ grants });
      },
    );
    return {};
  });
  return total;
}
