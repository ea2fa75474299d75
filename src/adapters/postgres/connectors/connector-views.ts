import { checklistView } from '../../../core/connectors/model/checklist-view.ts';
import { canManage, type StatusReason } from '../../../core/connectors/model/connector.ts';
import { scheduleSentence } from '../../../core/connectors/model/schedule/schedule-sentence.ts';
import type { StoredChecklist } from '../../../core/connectors/ports.ts';
import type { ConnectorView, ConnectorViews } from '../../../core/connectors/views.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import type { Database } from '../database.ts';
import { applicationList } from './application-list.ts';
import { runColumns, type SyncRunRow, statusReasonView, syncRunView } from './sync-run-row.ts';
import { isVisibleConnector } from './visible-connectors.ts';

// What a reading run or a pause makes of the stored status is worked out here, so that a run that ended while the
// connector was paused needs no second write.
const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const select = `
  select c.id, c.name, json_build_object('id', a.id, 'name', a.name) as application,
    (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name) order by p.name, p.id), '[]')
     from connector_owner o join person p on p.id = o.person_id where o.connector_id = c.id) as owners,
    case when r.id is not null then 'syncing' when c.status = 'held' then 'held' when c.is_paused then 'paused'
      else c.status end as status,
    c.status_reason as "statusReason", c.external_id as "externalId", c.role_arn as "roleArn",
    c.member_external_id as "memberExternalId", c.member_role_name as "memberRoleName",
    c.scim_enabled as "scimEnabled", c.scim_endpoint as "scimEndpoint",
    (select json_build_object('savedAt', ${instant('t.saved_at')}, 'expiresAt', ${instant('t.expires_at')}) from connector_secret t
     where t.connector_id = c.id) as "scimToken",
    c.organizations_enabled as "organizationsEnabled", c.identity_center_enabled as "identityCenterEnabled",
    c.identity_center_region as "identityCenterRegion", c.sync_interval_minutes as "syncIntervalMinutes",
    c.sync_cron as "syncCron", c.sync_time_zone as "syncTimeZone", c.hold_share_percent as "holdSharePercent",
    c.refresh_interval_minutes as "refreshIntervalMinutes",
    (select looked_until from event_cursor where connector_id = c.id) as "lastLookedAt",
    c.hold_minimum as "holdMinimum", c.failures_in_a_row as "failuresInARow", c.owners_told_at as "ownersToldAt",
    (select json_build_object('runId', h.id, 'runNumber', h.number, 'at', h.hold -> 'at', 'identities',
       h.hold -> 'identities', 'grants', h.hold -> 'grants', 'sharePercent', h.hold -> 'sharePercent',
       'minimum', h.hold -> 'minimum', 'kinds', h.hold -> 'kinds')
     from sync_run h where h.connector_id = c.id and h.status = 'held') as hold,
    c.is_paused as "isPaused", c.provisioning_enabled as "provisioningEnabled", c.aws_account_id as "awsAccountId",
    c.management_aws_account_id as "managementAwsAccountId", c.organization_id as "organizationId",
    c.identity_center_instance_arn as "identityCenterInstanceArn", c.last_synced_at as "lastSyncedAt",
    case when not c.is_paused and c.status <> 'held' and c.role_arn is not null then c.next_sync_at end as "nextSyncAt",
    (select count(*) from scope s join scope_gap g on g.scope_id = s.id and g.to_seq is null
     where s.connector_id = c.id and g.implied_by is null
       and g.reason <> 'no-longer-read') as "gapCount",
    c.checklist, c.created_at as "createdAt", json_build_object('id', b.id, 'name', b.name) as "createdBy", c.deleted_at as "deletedAt",
    c.version
  from connector c join application a on a.id = c.application_id join person b on b.id = c.created_by
    left join sync_run r on r.connector_id = c.id and r.status = 'reading' and r.kind = 'full'`;

type Row = Omit<ConnectorView, 'schedule' | 'statusReason' | 'checklist' | 'currentRun' | 'canManage'> & {
  statusReason: StatusReason | null;
  checklist: StoredChecklist | null;
};

export const connectorViews = (database: Database): ConnectorViews => ({
  async list(viewer, page) {
    const { pool } = database;
    const countValues: unknown[] = [];
    const counted = await pool.query<{ count: number }>(
      `select count(*) as count from connector c
       where c.deleted_at is null and ${isVisibleConnector(viewer, countValues)}`,
      countValues,
    );
    const values: unknown[] = [page.limit + 1];
    const visible = isVisibleConnector(viewer, values);
    const after = decodeCursor(page.cursor, ['string', 'string']);
    if (after) values.push(...after);
    const { rows } = await pool.query<Row>(
      `${select} where c.deleted_at is null and ${visible} ${after ? `and (c.name, c.id) > ($${values.length - 1}, $${values.length})` : ''}
       order by c.name, c.id limit $1`,
      values,
    );
    const { items, nextCursor } = cutPage(
      rows,
      page.limit,
      (row) => row,
      (row) => [row.name, row.id],
    );
    return { items: await complete(database, viewer, items), nextCursor, total: counted.rows[0]?.count ?? 0 };
  },
  async get(viewer, id) {
    const values: unknown[] = [id];
    const visible = isVisibleConnector(viewer, values);
    const { rows } = await database.pool.query<Row>(`${select} where ${visible} and c.id = $1`, values);
    return (await complete(database, viewer, rows))[0] ?? null;
  },
  applications: (viewer, page) => applicationList(database, viewer, page),
});

const complete = async ({ pool }: Database, viewer: Viewer, rows: Row[]): Promise<ConnectorView[]> => {
  const { rows: runs } = await pool.query<SyncRunRow>(
    `select ${runColumns} from sync_run r where r.status = 'reading' and r.kind = 'full' and r.connector_id = any($1)`,
    [rows.map((row) => row.id)],
  );
  return rows.map((row) => {
    const run = runs.find((each) => each.connectorId === row.id);
    const owned = { createdBy: row.createdBy.id, ownerIds: row.owners.map((owner) => owner.id) };
    const manages = row.deletedAt === null && canManage(viewer, owned);
    return {
      ...row,
      schedule: scheduleSentence(row),
      externalId: manages ? row.externalId : '',
      memberExternalId: manages ? row.memberExternalId : '',
      statusReason: statusReasonView(row.statusReason),
      checklist: row.checklist && checklistView(row.checklist),
      currentRun: run ? syncRunView(run) : null,
      canManage: manages,
    };
  });
};
