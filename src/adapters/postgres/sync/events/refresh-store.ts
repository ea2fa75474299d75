import {
  type Look,
  type RefreshGround,
  type RefreshStore,
  refusalIn,
} from '../../../../core/inventory/refresh/ports.ts';
import type { ConnectorId } from '../../../../core/shared/ids.ts';
import { type Database, type ExecuteSql, inTransaction } from '../../database.ts';
import type { Enqueue } from '../../unit-of-work.ts';
import { takeTurn } from '../life/run-turn.ts';
import { publishRun } from '../publish-run.ts';
import { askAgainAfter, recordDenialOf } from '../reading-history.ts';
import { storableText } from '../storable-text.ts';
import { explainChanges } from './explain-changes.ts';
import { groupsOfMemberships } from './membership-hints.ts';

export const createRefreshStore = (database: Database, enqueue?: Enqueue): RefreshStore => ({
  begin: (connectorId, overlapMs) => begin(database, connectorId, overlapMs),
  groupsOf: (connectorId, membershipIds) => groupsOfMemberships(database, connectorId, membershipIds),
  record: (look, full) =>
    inTransaction(database, async (client) => {
      const executeSql: ExecuteSql = client.query.bind(client);
      await takeTurn(executeSql, look.connectorId);
      await keepLook(executeSql, look);
      if (look.events.length > 0) await explainChanges({ executeSql, connectorId: look.connectorId });
      if (full === undefined) return;
      await executeSql(
        'update connector set next_sync_at = least(next_sync_at, product_now()) where id = $1 and not is_paused',
        [look.connectorId],
      );
    }),
  publish: (runId, facts, look) =>
    publishRun(database, { runId, along: ({ executeSql }) => keepLook(executeSql, look) }, facts, enqueue),
  async denied(connectorId, action, message) {
    await recordDenialOf(database, connectorId, action, storableText(message));
  },
});

async function begin({ pool }: Database, connectorId: ConnectorId, overlapMs: number): Promise<RefreshGround | null> {
  const { rows } = await pool.query<Omit<RefreshGround, 'keptEventIds'>>(
    `with ground as (
       select c.id, (select r.started_at from sync_run r where r.connector_id = c.id and r.kind = 'full'
         and r.seq is not null order by r.seq desc limit 1) as full_run_at
       from connector c where c.id = $1 and c.deleted_at is null and not c.is_paused and c.refresh_interval_minutes is not null
         and not exists (select from sync_run r where r.connector_id = c.id and r.status in ('held', 'confirmed'))
     ), tried as (
       insert into event_cursor (connector_id, tried_at) select id, product_now() from ground where full_run_at is not null
       on conflict (connector_id) do update set tried_at = excluded.tried_at
       returning looked_until
     )
     select tried.looked_until as "lookedUntil", ground.full_run_at as "fullRunAt",
       array(select v.native_id from coverage v join connector c on c.id = v.connector_id
         where v.connector_id = $1 and v.family = 'iam' and not v.is_released
           and v.native_id <> c.aws_account_id
           and c.member_role_name is not null and not exists (select from denied_action d
             where d.connector_id = $1 and d.action = $2 || v.native_id
               and d.denied_at > product_now() - ${askAgainAfter})
         order by v.native_id) as "memberAwsAccountIds"
     from tried, ground`,
    [connectorId, refusalIn('cloudtrail:LookupEvents', '')],
  );
  const [found] = rows;
  if (!found) return null;
  const { rows: kept } = await pool.query<{ id: string }>(
    `select event_id as id from aws_event
     where connector_id = $1 and at >= coalesce($2::timestamptz, $3) - $4 * interval '1 millisecond'`,
    [connectorId, found.lookedUntil, found.fullRunAt, overlapMs],
  );
  return { ...found, keptEventIds: new Set(kept.map(({ id }) => id)) };
}

/** Events kept before stay as they were: several workers may look at once. */
async function keepLook(executeSql: ExecuteSql, { connectorId, lookedUntil, events }: Look): Promise<void> {
  const column = <Value>(of: (event: Look['events'][number]) => Value) => events.map(of);
  await executeSql(
    `insert into aws_event (connector_id, event_id, at, source, name, region, aws_account_id, actor, source_ip, is_known,
       explained, taken_at)
     select $1, e.*, product_now() from unnest($2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
       $7::text[], $8::text[], $9::text[], $10::boolean[], $11::jsonb[]) e
     on conflict do nothing`,
    [
      connectorId,
      column(({ id }) => id),
      column(({ at }) => at),
      column(({ source }) => source),
      column(({ name }) => storableText(name)),
      column(({ region }) => region),
      column(({ awsAccountId }) => awsAccountId),
      column(({ actor }) => storableText(actor.name)),
      column(({ actor }) => actor.sourceIp),
      column(({ isKnown }) => isKnown),
      column(({ explained }) => storableText(JSON.stringify(explained))),
    ],
  );
  await executeSql(
    `insert into event_cursor as c (connector_id, looked_until, tried_at) values ($1, $2, product_now())
     on conflict (connector_id) do update set looked_until = greatest(c.looked_until, excluded.looked_until)`,
    [connectorId, lookedUntil],
  );
}
