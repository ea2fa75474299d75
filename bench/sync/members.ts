import { worldMaker } from '../../simulator/worlds/worlds.ts';
import { startTestServer } from '../../test/support/test-server.ts';
import type { Bench } from '../bench.ts';
import { organizationOf } from './identity-center-of.ts';
import { iamPages } from './minimum-calls.ts';
import { startSyncedWorld } from './synced-world.ts';

const world = 'large';
/** What an AWS account takes beside the pages of its details: alias, role settings, and its credential report. */
const besidePages = 5;

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
      const limit = limitOf([own, ...members]);
      const iamCalls = (calls: typeof first.calls) =>
        Object.entries(calls).reduce((sum, [name, { calls: made }]) => sum + (name.startsWith('iam:') ? made : 0), 0);
      const assumed = second.calls['sts:AssumeRole']?.calls ?? 0;
      const throttled = Object.values(first.calls).reduce((sum, each) => sum + (each.throttled ?? 0), 0);
      console.log(
        `${members.length} other AWS accounts; IAM calls ${iamCalls(first.calls)}, then ${iamCalls(second.calls)}`,
      );
      return [
        { name: 'members_read', value: rows[0].read, unit: '', atLeast: members.length },
        // Of all together: what one takes more than it may, no other can make up for by less than it needs.
        { name: 'iam_calls_over_limit', value: iamCalls(first.calls) - limit, unit: '', limit: 0 },
        { name: 'iam_calls_over_limit_repeat', value: iamCalls(second.calls) - limit, unit: '', limit: 0 },
        { name: 'assume_role_calls', value: assumed, unit: '', limit: members.length + 1 },
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

/** ⌈(users + groups + roles + customer policies + attached managed) / 1000⌉ + 5 of each. */
function limitOf(awsAccountIds: readonly string[]): number {
  const made = worldMaker(world)();
  return awsAccountIds.reduce((sum, id) => {
    const account = made.awsAccounts.get(id);
    return account ? sum + iamPages(account) + besidePages : sum;
  }, 0);
}
