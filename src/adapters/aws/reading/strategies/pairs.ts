import {
  ListAccountsForProvisionedPermissionSetCommand,
  ListPermissionSetsProvisionedToAccountCommand,
} from '@aws-sdk/client-sso-admin';
import { nextInTurn } from '../../../../core/inventory/model/plan/completeness.ts';
import { estimateCalls } from '../../../../core/inventory/model/plan/estimate-calls.ts';
import { spreadOrder } from '../../../../core/inventory/model/plan/spread-order.ts';
import type { Pair } from '../../../../core/inventory/ports.ts';
import { CallRefused } from '../../session/call-aws.ts';
import { type Instance, tailOf } from '../identity-center-facts.ts';
import { countedPart, eachPage, type Reading, readScope } from '../reading.ts';
import { askOptionally, decideWay, lateRefusal, type Way } from './strategy.ts';

const bySet = 'sso:ListAccountsForProvisionedPermissionSet';
const MaxResults = 100; // The API's maximum.

/** Where things of Identity Center may be: what the ways of reading pairs and assignments are made from. */
export interface Ground {
  awsAccountIds: string[];
  /** All AWS accounts of the organization were listed just now. */
  areAwsAccountsListed: boolean;
  /** The connector does not read all AWS accounts, so what lists across them is out of the question. */
  isForSomeAwsAccounts: boolean;
  /** Null when they could not be listed whole. */
  permissionSetArns: string[] | null;
}

/** Of what is read in turn: where the last run ended. */
export type Rotation = Readonly<Record<string, string>>;

/** The pairs found so far, each text once: there may be tens of thousands. */
export interface ProvisionedPairs {
  /** AWS account → permission sets. */
  readonly of: ReadonlyMap<string, ReadonlySet<string>>;
  size(): number;
  /** Calls that listing those found so far has taken. */
  calls(): number;
  /** Both ways to list them; with `limit`, a part of them in turn, of about so many calls. */
  ways(limit?: number): Way[];
  /** Calls that listing the rest takes, in the cheaper way. */
  remainingCalls(): number;
}

/** Which permission sets are in use on which AWS accounts: by AWS account, or by permission set. */
export function createPairs(
  reading: Reading,
  instance: Instance,
  ground: Ground,
  rotation: Rotation,
): ProvisionedPairs {
  const of = new Map<string, Set<string>>();
  const arns = new Map<string, string>();
  const done = new Set<string>();
  let size = 0;
  let calls = 0;
  let refusal = whyNotAcross(ground) ?? lateRefusal(reading, bySet);
  const add = ({ awsAccountId, permissionSetArn }: Pair) => {
    const sets = of.get(awsAccountId) ?? new Set();
    of.set(awsAccountId, sets);
    const arn = arns.get(permissionSetArn) ?? permissionSetArn;
    arns.set(arn, arn);
    if (!sets.has(arn)) size += 1;
    sets.add(arn);
  };
  const left = (units: readonly string[]) => units.filter((unit) => !done.has(unit));
  const wayOf = (
    strategy: 'by-aws-account' | 'by-permission-set',
    all: readonly string[],
    list: (unit: string, page: () => void) => Promise<Pair[]>,
    limit: number,
  ): Omit<Way, 'operation' | 'isOptional' | 'obstacle'> => {
    const last = rotation[`pairs ${strategy}`];
    const isInTurn = limit < all.length;
    const turn = isInTurn ? nextInTurn(left(all), last, limit) : left(all);
    const now = { awsAccounts: 0, permissionSets: 0, users: 0, groups: 0, pairs: 0 };
    return {
      strategy,
      units: () => spreadOrder(left(turn)),
      estimatedCalls: () => {
        const units = left(turn).length;
        const things = { ...now, awsAccounts: units, permissionSets: units };
        return estimateCalls(strategy, things, reading.known.history?.counts ?? null);
      },
      async read(unit, page) {
        const listed = await countedPart(reading, `pairs of ${unit}`, page, (counted) => list(unit, counted));
        for (const pair of listed.result) add(pair);
        calls += listed.calls;
        done.add(unit);
        const end = turn.at(-1);
        if (isInTurn && end && left(turn).length === 0) await reading.sink.rotated(`pairs ${strategy}`, end);
        return listed.calls;
      },
      progress: (read, units) => `Permission sets in use, ${titles[strategy]} · ${read} of ${units} · ${pairsIn(size)}`,
    };
  };
  const [awsAccountIds, setArns] = [ground.awsAccountIds, ground.permissionSetArns ?? []];
  const ways = (limit = Number.POSITIVE_INFINITY): Way[] => {
    const byAwsAccount: Way = {
      ...wayOf('by-aws-account', awsAccountIds, (id, page) => listSets(reading, instance, id, page), limit),
      operation: 'sso:ListPermissionSetsProvisionedToAccount',
      isOptional: false,
      obstacle: null,
    };
    const byPermissionSet: Way = {
      ...wayOf('by-permission-set', setArns, (arn, page) => listAwsAccounts(reading, instance, arn, page), limit),
      operation: bySet,
      isOptional: true,
      // Made anew for each part of the pairs: what AWS refused is remembered here.
      get obstacle() {
        return refusal;
      },
      set obstacle(why) {
        refusal = why;
      },
    };
    // Of as many calls, those come first that tell of more pairs each.
    const isPart = limit < Math.min(awsAccountIds.length, setArns.length);
    return isPart && setArns.length < awsAccountIds.length
      ? [byPermissionSet, byAwsAccount]
      : [byAwsAccount, byPermissionSet];
  };
  return {
    of,
    size: () => size,
    calls: () => calls,
    ways,
    remainingCalls: () => Math.min(...ways().flatMap((way) => (way.obstacle === null ? way.estimatedCalls() : []))),
  };
}

/** Reading by pair needs all of them, also where only a part was listed so far. */
export async function listTheRest(reading: Reading, pairs: ProvisionedPairs): Promise<void> {
  if (pairs.remainingCalls() === 0) return;
  const because = 'Reading by pair needs all of them.';
  await (await decideWay(reading, 'pairs', pairs.ways(), { basis: 'listed', because })).carryOut();
}

const titles = { 'by-aws-account': 'by AWS account', 'by-permission-set': 'by permission set' };
const pairsIn = (size: number) => `${size.toLocaleString('en-US')} pairs`;

/** What is listed across AWS accounts cannot be used for some of them. */
export function whyNotAcross({ isForSomeAwsAccounts, permissionSetArns }: Ground): string | null {
  if (isForSomeAwsAccounts) return 'Support for AWS Organizations is off: not all AWS accounts are to be read.';
  return permissionSetArns === null ? 'Permission sets could not be listed.' : null;
}

/** The permission sets in use on an AWS account: all of them, or those that came before a failure. */
async function listSets(reading: Reading, instance: Instance, id: string, page: () => void): Promise<Pair[]> {
  const { call, clients } = reading;
  const pairs: Pair[] = [];
  const scope = { kind: 'pairs-of-aws-account', a: { kind: 'aws-account', nativeId: id } } as const;
  await readScope(reading, scope, `Permission sets on AWS account ${id}`, async () => {
    await eachPage(
      (NextToken) => {
        page();
        return call('sso:ListPermissionSetsProvisionedToAccount', (abortSignal) =>
          clients.sso.send(
            new ListPermissionSetsProvisionedToAccountCommand({
              InstanceArn: instance.ref.nativeId,
              AccountId: id,
              NextToken,
              MaxResults,
            }),
            { abortSignal },
          ),
        );
      },
      ({ NextToken }) => NextToken,
      async ({ PermissionSets = [] }) =>
        void pairs.push(...PermissionSets.map((permissionSetArn) => ({ awsAccountId: id, permissionSetArn }))),
    );
    return { facts: { pairs } };
  });
  return pairs;
}

/** The AWS accounts that have a permission set: all of them, or those that came before a failure. */
async function listAwsAccounts(reading: Reading, instance: Instance, arn: string, page: () => void): Promise<Pair[]> {
  const { call, clients } = reading;
  const pairs: Pair[] = [];
  const scope = { kind: 'accounts-of-permission-set', a: { kind: 'permission-set', nativeId: arn } } as const;
  await readScope(reading, scope, `AWS accounts with permission set ${tailOf(arn)}`, async () => {
    await eachPage(
      (NextToken) => {
        page();
        return askOptionally(
          call(bySet, (abortSignal) =>
            clients.sso.send(
              new ListAccountsForProvisionedPermissionSetCommand({
                InstanceArn: instance.ref.nativeId,
                PermissionSetArn: arn,
                NextToken,
                MaxResults,
              }),
              { abortSignal },
            ),
          ),
        );
      },
      ({ NextToken }) => NextToken,
      async ({ AccountIds = [] }) =>
        void pairs.push(...AccountIds.map((awsAccountId) => ({ awsAccountId, permissionSetArn: arn }))),
    ).catch(ifSetIsGone);
    return { facts: { pairs } };
  });
  return pairs;
}

/** Only a set that is nowhere in use can be deleted. An instance that is not there says nothing about its sets. */
function ifSetIsGone(error: unknown): void {
  const isGone = error instanceof CallRefused && error.error.kind === 'not-found';
  if (!isGone || !/permission ?set/i.test(error.error.message)) throw error;
}
