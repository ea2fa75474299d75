import { leftToAnother } from '../../../../core/connectors/model/runs/gap-words.ts';
import type { Publish } from './publish.ts';

/** What of IAM is read in an AWS account; besides, the members of each of its groups. */
const iamListings = `array['account-alias', 'iam-users', 'iam-groups', 'iam-roles', 'iam-policies', 'iam-role-settings',
  'credential-report']`;
const isOfAnother = (nativeId: string, connectorId: string) => `exists (select from coverage c
  join connector other on other.id = c.connector_id and other.deleted_at is null
  where c.family = 'iam' and c.native_id = ${nativeId} and c.connector_id <> '${connectorId}' and not c.is_released)`;

/**
 * Records what could not be read, as intervals: facts that an open gap matches are stale. A full run accounts for
 * everything its connector reads, so a gap that it did not raise again ends; one that it did keeps its first instant. A
 * targeted run speaks for the scopes that it read, and no others. After the run's coverage.
 */
export async function publishScopeGaps(publish: Publish): Promise<void> {
  await findFailed(publish);
  await findGaps(publish);
  await endGaps(publish);
  await writeGaps(publish);
}

/**
 * p_failed: the scopes that failed, and those of which that is the consequence (`cause_id`: the AWS account that could not
 * be entered, CON-11), as far as anything is known there and was not read all the same. What this connector has given up
 * is unread until another reads it; what another reads is no gap of this one.
 */
async function findFailed({ executeSql, connectorId, kind, seq }: Publish): Promise<void> {
  await executeSql(
    `create temp table p_failed on commit drop as
     select s.kind, s.a_id, s.b_id, s.failed_at, s.reason, s.action, s.message, null::int as cause_id
     from p_scope s join entity a on a.id = s.a_id
     where not s.is_complete and not (s.kind = 'iam-of-aws-account' and ${isOfAnother('a.native_id', connectorId)})`,
  );
  if (kind === 'full')
    await executeSql(
      `insert into p_failed
       select 'iam-of-aws-account', a.id, null, run.published_at, 'not-attempted', null, $3
       from coverage c join entity a on a.kind = 2 and a.native_id = c.native_id join sync_run run on run.seq = $2
       where c.connector_id = $1 and c.is_released
         and not exists (select from p_failed f where f.kind = 'iam-of-aws-account' and f.a_id = a.id)`,
      [connectorId, seq, leftToAnother],
    );
  await executeSql(
    `insert into p_failed
     select implied.kind, implied.a_id, null, f.failed_at, f.reason, f.action, f.message, f.a_id
     from p_failed f join lateral (
       select l.kind, f.a_id from unnest(${iamListings}) as l (kind) where exists (select from entity_version v
         where v.parent_id = f.a_id and v.kind in (7, 8, 9) and v.to_seq is null)
       union all
       select 'members-of-group', v.entity_id from entity_version v
       where v.parent_id = f.a_id and v.kind = 8 and v.to_seq is null) implied on true
     where f.kind = 'iam-of-aws-account'
       and not exists (select from p_scope s where s.kind = implied.kind and s.a_id = implied.a_id)`,
  );
}

/** p_gap: the same by the scopes' ids. One that was implied and is told now, or the other way round, begins anew. */
async function findGaps({ executeSql, connectorId }: Publish): Promise<void> {
  await executeSql(
    `insert into scope (connector_id, kind, a_id, b_id)
     select $1, kind, a_id, b_id from p_failed f
     where not exists (select from scope s where s.connector_id = $1 and s.kind = f.kind and s.a_id = f.a_id
       and coalesce(s.b_id, 0) = coalesce(f.b_id, 0))`,
    [connectorId],
  );
  await executeSql(
    `create temp table p_gap on commit drop as
     select s.id as scope_id, least(f.failed_at, known.failed_at) as failed_at, f.reason, f.action, f.message,
       cause.id as implied_by
     from p_failed f join scope s on s.connector_id = '${connectorId}' and s.kind = f.kind and s.a_id = f.a_id
       and coalesce(s.b_id, 0) = coalesce(f.b_id, 0)
     left join scope cause on cause.connector_id = s.connector_id and cause.kind = 'iam-of-aws-account'
       and cause.a_id = f.cause_id
     left join scope_gap known on known.scope_id = s.id and known.to_seq is null`,
  );
  await executeSql('analyze p_gap');
}

async function endGaps({ executeSql, connectorId, kind, seq }: Publish): Promise<void> {
  await executeSql(
    `update scope_gap g set to_seq = $2
     from scope s where s.id = g.scope_id and s.connector_id = $1 and g.to_seq is null
       and not exists (select from p_gap f where f.scope_id = g.scope_id and f.implied_by is not distinct from g.implied_by)
       and ($3 = 'full' or exists (select from p_gap f where f.scope_id = g.scope_id)
         or exists (select from p_scope r where r.is_complete and r.kind = s.kind and r.a_id = s.a_id
           and coalesce(r.b_id, 0) = coalesce(s.b_id, 0)))`,
    [connectorId, seq, kind],
  );
  if (kind !== 'full') return;
  // Of what this connector reads now, the one that read it before can tell nothing any more.
  await executeSql(
    `with mine as (
       select a.id from coverage c join entity a on a.kind = 2 and a.native_id = c.native_id
       where c.connector_id = $1 and c.family = 'iam' and not c.is_released
     ), about as (
       select id as a_id, unnest(array['iam-of-aws-account'] || ${iamListings}) as kind from mine
       union select v.entity_id, 'members-of-group' from mine join entity_version v on v.parent_id = mine.id and v.kind = 8)
     update scope_gap g set to_seq = $2 from scope s join about on about.kind = s.kind and about.a_id = s.a_id
     where s.connector_id <> $1 and g.scope_id = s.id and g.to_seq is null`,
    [connectorId, seq],
  );
}

async function writeGaps({ executeSql, seq }: Publish): Promise<void> {
  await executeSql(
    `update scope_gap g set reason = f.reason, action = f.action, message = f.message
     from p_gap f where f.scope_id = g.scope_id and g.to_seq is null
       and (g.reason, g.action, g.message) is distinct from (f.reason, f.action, f.message)`,
  );
  await executeSql(
    `insert into scope_gap (scope_id, from_seq, failed_at, reason, action, message, implied_by)
     select scope_id, $1, failed_at, reason, action, message, implied_by from p_gap f
     where not exists (select from scope_gap g where g.scope_id = f.scope_id and g.to_seq is null)`,
    [seq],
  );
}
