import { ListAccountAssignmentsForPrincipalCommand } from '@aws-sdk/client-sso-admin';
import type { GrantFact } from '../../../../core/inventory/model/fact.ts';
import type { EntityKind } from '../../../../core/inventory/model/kinds.ts';
import { estimateCalls } from '../../../../core/inventory/model/plan/estimate-calls.ts';
import { spreadOrder } from '../../../../core/inventory/model/plan/spread-order.ts';
import { CallRefused } from '../../session/call-aws.ts';
import { type Instance, localId } from '../identity-center-facts.ts';
import type { DescribePermissionSet } from '../permission-sets/set-details.ts';
import { readPair } from '../read-assignments.ts';
import type { Directory } from '../read-identity-store.ts';
import { count, countedPart, eachPage, type Reading, readScope } from '../reading.ts';
import { type Ground, listTheRest, type ProvisionedPairs, whyNotAcross } from './pairs.ts';
import { askOptionally, lateRefusal, type Way } from './strategy.ts';

const byPrincipal = 'sso:ListAccountAssignmentsForPrincipal';

/** Of the pairs in use (SYN-6): which were read, and which the principals' listings explain, by how many of them. */
export interface PairsSeen {
  readonly read: Set<string>;
  readonly explained: Map<string, number>;
}
export const pairKey = (awsAccountId: string, permissionSetArn: string) => `${awsAccountId} ${permissionSetArn}`;

export interface AssignmentsToRead {
  ground: Ground;
  directory: Directory;
  pairs: ProvisionedPairs;
  seen: PairsSeen;
  describeSet: DescribePermissionSet;
}

const nothing = { awsAccounts: 0, permissionSets: 0, users: 0, groups: 0, pairs: 0 };

/** Who holds which permission set on which AWS account: by pair, or by group and user. */
export const waysOfAssignments = (reading: Reading, instance: Instance, toRead: AssignmentsToRead): Way[] => [
  byPairs(reading, instance, toRead),
  byPrincipals(reading, instance, toRead),
];

function byPairs(reading: Reading, instance: Instance, { pairs, seen, describeSet }: AssignmentsToRead): Way {
  const counts = reading.known.history?.counts ?? null;
  const accounts = new Map<string, { read: number; assignments: number }>();
  return {
    strategy: 'by-pair',
    operation: 'sso:ListAccountAssignments',
    isOptional: false,
    obstacle: null,
    prepare: () => listTheRest(reading, pairs),
    // AWS account after AWS account, so that the log tells of each.
    units: () =>
      spreadOrder(pairs.of.keys()).flatMap((id) =>
        [...(pairs.of.get(id) ?? [])].map((arn) => pairKey(id, arn)).filter((key) => !seen.read.has(key)),
      ),
    estimatedCalls: () => {
      const rest = pairs.remainingCalls();
      // While some pairs are not listed, the last publication says how many there are in all.
      const size = rest > 0 ? Math.max(pairs.size(), counts?.pairs ?? 0) : pairs.size();
      return estimateCalls('by-pair', { ...nothing, pairs: size - seen.read.size }, counts) + rest;
    },
    async read(unit, page) {
      const [id = '', arn = ''] = unit.split(' ');
      await describeSet(arn);
      const awsAccount = { kind: 'aws-account', nativeId: id } as const;
      const { result: holders, calls } = await readPair(reading, instance, awsAccount, arn, page);
      const total = holders?.length ?? 0;
      seen.read.add(unit);
      const account = accounts.get(id) ?? { read: 0, assignments: 0 };
      accounts.set(id, { read: account.read + 1, assignments: account.assignments + total });
      const sets = pairs.of.get(id)?.size ?? 0;
      if (account.read + 1 === sets)
        await reading.sink.log(
          'read',
          `AWS account ${id} · ${count(sets, 'permission set')} · ${count(account.assignments + total, 'assignment')}`,
        );
      return calls;
    },
  };
}

function byPrincipals(reading: Reading, instance: Instance, toRead: AssignmentsToRead): Way {
  const { directory, ground } = toRead;
  const done = new Set<string>();
  const groups = [...directory.groups.keys()];
  const left = (ids: readonly string[]) => ids.filter((id) => !done.has(id));
  let total = 0;
  return {
    strategy: 'by-principal',
    operation: byPrincipal,
    isOptional: true,
    obstacle:
      directory.users === null || !directory.isGroupListRead
        ? 'Users and groups could not be listed.'
        : (whyNotAcross(ground) ?? lateRefusal(reading, byPrincipal)),
    units: () => spreadOrder(left([...groups, ...(directory.users ?? [])])),
    estimatedCalls: () =>
      estimateCalls(
        'by-principal',
        { ...nothing, groups: left(groups).length, users: left(directory.users ?? []).length },
        reading.known.history?.counts ?? null,
      ),
    async read(id, page) {
      const kind = directory.groups.has(id) ? 'identity-center-group' : 'identity-center-user';
      const { result: listed, calls } = await countedPart(reading, `assignments of ${id}`, page, (counted) =>
        readPrincipal(reading, instance, { kind, nativeId: id }, toRead, counted),
      );
      const { explained } = toRead.seen;
      for (const key of listed.own) explained.set(key, (explained.get(key) ?? 0) + 1);
      // A group that could not be read is known by its members, at least to be there.
      for (const key of listed.ofGroups) if (!explained.has(key)) explained.set(key, 0);
      total += listed.own.length;
      done.add(id);
      return calls;
    },
    progress: (read, of) =>
      `Assignments of ${read.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} groups and users · ${count(total, 'assignment')}`,
  };
}

/**
 * What one group or user holds itself; returns the pairs that the listing names. AWS lists a user's groups' assignments
 * with the user's: these are the groups' facts and left to the groups' own listings.
 */
async function readPrincipal(
  reading: Reading,
  instance: Instance,
  principal: { kind: EntityKind & ('identity-center-group' | 'identity-center-user'); nativeId: string },
  { describeSet }: AssignmentsToRead,
  page: () => void,
): Promise<{ own: string[]; ofGroups: string[] }> {
  const { call, clients, sink } = reading;
  const PrincipalId = localId(principal.nativeId);
  const pairs = { own: new Set<string>(), ofGroups: new Set<string>() };
  const readPages = () =>
    eachPage(
      (NextToken) => {
        page();
        return askOptionally(
          call(byPrincipal, (abortSignal) =>
            clients.sso.send(
              new ListAccountAssignmentsForPrincipalCommand({
                InstanceArn: instance.ref.nativeId,
                PrincipalId,
                PrincipalType: principal.kind === 'identity-center-group' ? 'GROUP' : 'USER',
                NextToken,
                MaxResults: 100,
              }),
              { abortSignal },
            ),
          ),
        );
      },
      ({ NextToken }) => NextToken,
      async ({ AccountAssignments = [] }) => {
        const grants: GrantFact[] = [];
        for (const { AccountId: id, PermissionSetArn: arn, PrincipalId: holder } of AccountAssignments) {
          if (!id || !arn) continue;
          const isOwn = holder === PrincipalId;
          pairs[isOwn ? 'own' : 'ofGroups'].add(pairKey(id, arn));
          if (!isOwn) continue;
          const awsAccount = { kind: 'aws-account', nativeId: id } as const;
          const permissionSet = { kind: 'permission-set', nativeId: arn } as const;
          grants.push({ kind: 'permission-set-assignment', target: awsAccount, permissionSet, awsAccount, principal });
        }
        for (const arn of new Set(grants.flatMap(({ permissionSet }) => permissionSet?.nativeId ?? [])))
          await describeSet(arn);
        await sink.rows({ grants });
      },
    );
  const title = `Assignments of ${principal.kind === 'identity-center-group' ? 'group' : 'user'} ${PrincipalId}`;
  try {
    await readScope(reading, { kind: 'assignments-of-principal', a: principal }, title, async () => {
      await readPages().catch(ifPrincipalIsGone);
      return {};
    });
  } catch (error) {
    if (!(error instanceof PrincipalGone)) throw error;
  }
  return { own: [...pairs.own], ofGroups: [...pairs.ofGroups] };
}

/** Its assignments stay in AWS when a principal is deleted: that it is not found says nothing about them. */
class PrincipalGone extends Error {}
function ifPrincipalIsGone(error: unknown): never {
  const isGone = error instanceof CallRefused && error.error.kind === 'not-found';
  throw isGone && /principal|user|group/i.test(error.error.message) ? new PrincipalGone() : error;
}
