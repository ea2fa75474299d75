import { worldMaker } from '../../../simulator/worlds/worlds.ts';
import { startTestServer } from '../../../test/support/test-server.ts';
import type { Bench } from '../../bench.ts';
import { isIam, sumOf } from '../calls.ts';
import { organizationOf } from '../identity-center-of.ts';
import { mostIamCalls } from '../minimum-calls.ts';
import { type Synced, startSyncedWorld } from '../synced-world.ts';

const world = 'large';

/** IAM of some hundred AWS accounts, each by its own role, beside everything else of a large organization (CON-11). */
export const bench: Bench = async () => {
  const server = await startTestServer();
  try {
    const { id: own, members } = accountsOf();
    const synced = await startSyncedWorld(server, { world, allowed: 'full', members });
    try {
      const first = await synced.sync();
      const { rows } = await synced.database.query(
        `select count(*)::int as read from coverage c join entity e on e.native_id = c.native_id and e.kind = 2
         where c.family = 'iam' and c.native_id <> $1
           and exists (select from entity_version v where v.parent_id = e.id and v.kind = 9 and v.to_seq is null)`,
        [own],
      );
      const second = await synced.sync();
      const most = mostCalls([own, ...members]);
      const throttled = Object.values(first.calls).reduce((sum, each) => sum + (each.throttled ?? 0), 0);
      console.log(
        `${members.length} other AWS accounts; IAM calls ${sumOf(first.calls, isIam)}, then ${sumOf(second.calls, isIam)}`,
      );
      return [
        { name: 'members_read', value: rows[0].read, unit: '', atLeast: members.length },
        // Of the AWS account that goes furthest over: none can make up for another.
        { name: 'iam_calls_worst_over_minimum', value: worstOver(most, first), unit: '', limit: 0 },
        { name: 'iam_calls_worst_over_minimum_repeat', value: worstOver(most, second), unit: '', limit: 0 },
        {
          name: 'assume_role_calls',
          value: second.calls['sts:AssumeRole']?.calls ?? 0,
          unit: '',
          limit: members.length + 1,
        },
        { name: 'members_read_seconds', value: Math.round(first.readSeconds * 10) / 10, unit: 's' },
        { name: 'members_publish_seconds', value: Math.round(first.publishSeconds * 10) / 10, unit: 's' },
        { name: 'facts_changed_repeat', value: second.opened + second.closed + second.changed, unit: '', limit: 0 },
        { name: 'throttles', value: throttled, unit: '', limit: 0 },
        { name: 'worker_rss_mb', value: Math.round(await synced.workerPeakMb()), unit: 'MB', limit: 400 },
      ];
    } finally {
      await synced.stop();
    }
  } finally {
    await server.stop();
  }
};

function accountsOf(): { id: string; members: string[] } {
  const { managementAccountId: id, accounts } = organizationOf(world);
  const active = accounts.all().filter(({ state }) => state === 'ACTIVE');
  return { id, members: active.map((each) => each.id).filter((each) => each !== id) };
}

function mostCalls(awsAccountIds: readonly string[]): ReadonlyMap<string, number> {
  const { awsAccounts } = worldMaker(world)();
  return new Map(
    awsAccountIds.map((id) => {
      const account = awsAccounts.get(id);
      if (!account) throw new Error(`the world has the AWS account ${id}`);
      return [id, mostIamCalls(account)];
    }),
  );
}

function worstOver(most: ReadonlyMap<string, number>, { callsByAwsAccount }: Synced): number {
  return Math.max(...[...most].map(([id, limit]) => sumOf(callsByAwsAccount[id] ?? {}, isIam) - limit));
}
