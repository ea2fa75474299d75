import type { Connector } from '../../../core/connectors/model/connector.ts';
import type { ConnectorStore } from '../../../core/connectors/ports.ts';
import { Refusal } from '../../../core/shared/refusal.ts';
import type { ExecuteSql } from '../database.ts';
import { discardReading } from '../sync/life/run-life.ts';
import { takePublishTurn, takeTurn } from '../sync/life/run-turn.ts';
import { coveredBy } from './covered-by.ts';
import { endConnector } from './deletion/end-connector.ts';
import { usesOf } from './deletion/uses-of.ts';

const columns = `c.id, c.application_id as "applicationId", c.name, c.external_id as "externalId",
  c.member_external_id as "memberExternalId", c.member_role_name as "memberRoleName",
  c.scim_enabled as "scimEnabled", c.scim_endpoint as "scimEndpoint",
  (select encode(t.sealed, 'base64') from connector_secret t where t.connector_id = c.id) as "sealedScimToken",
  c.role_arn as "roleArn", c.organizations_enabled as "organizationsEnabled",
  c.identity_center_enabled as "identityCenterEnabled", c.identity_center_region as "identityCenterRegion",
  c.sync_interval_minutes as "syncIntervalMinutes", c.sync_cron as "syncCron", c.sync_time_zone as "syncTimeZone",
  c.refresh_interval_minutes as "refreshIntervalMinutes", c.hold_share_percent as "holdSharePercent",
  c.hold_minimum as "holdMinimum", c.is_paused as "isPaused", c.provisioning_enabled as "provisioningEnabled", c.status,
  c.status_reason as "statusReason", c.aws_account_id as "awsAccountId", c.organization_id as "organizationId",
  c.checklist ->> 'organizationId' as "testedOrganizationId", c.last_synced_at as "lastSyncedAt", c.created_by as "createdBy", c.version,
  array(select person_id from connector_owner o where o.connector_id = c.id order by person_id) as "ownerIds"`;

/** Connectors inside one transaction; reads for screens are in connector-views.ts. */
export const connectorStore = (executeSql: ExecuteSql): ConnectorStore => ({
  async lock(id) {
    const { rows } = await inTime(executeSql, () =>
      executeSql(`select ${columns} from connector c where c.id = $1 and c.deleted_at is null for update of c`, [id]),
    );
    return (rows[0] as Connector | undefined) ?? null;
  },
  async takeTurnWithRuns(id) {
    await inTime(executeSql, () => takeTurn(executeSql, id));
  },
  async takeTurnWithPublications(id) {
    // In the order of a publish, so that neither waits for the other.
    await inTime(executeSql, async () => {
      await takePublishTurn(executeSql);
      await takeTurn(executeSql, id);
    });
  },
  usesOf: (id) => usesOf(executeSql, id),
  end: (...of) => endConnector(executeSql, ...of),
  discardReading: (id) => discardReading(executeSql, id),
  async add(connector, now) {
    await executeSql(
      `insert into connector (id, application_id, name, external_id, member_external_id, created_by, created_at,
         updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7)`,
      [
        connector.id,
        connector.applicationId,
        connector.name,
        connector.externalId,
        connector.memberExternalId,
        connector.createdBy,
        now,
      ],
    );
    await setOwners(executeSql, connector.id, connector.ownerIds);
  },
  async countOf(applicationId) {
    const { rows } = await executeSql('select count(*) as count from connector where application_id = $1', [
      applicationId,
    ]);
    return rows[0].count;
  },
  async saveSettings(id, settings, now) {
    // What waited for a person, or for AWS, is looked at again: it may now be the other's.
    await executeSql(
      `update provisioned_right r set next_attempt_at = null from connector c
       where c.id = $1 and r.connector_id = c.id and c.provisioning_enabled <> $2`,
      [id, settings.provisioningEnabled],
    );
    await executeSql(
      `update connector set role_arn = $2, organizations_enabled = $3, identity_center_enabled = $4,
         identity_center_region = $5, name = $6, sync_interval_minutes = $7, updated_at = $8, version = version + 1,
         provisioning_enabled = $9, sync_cron = $10, sync_time_zone = $11, hold_share_percent = $12, hold_minimum = $13,
         refresh_interval_minutes = $14, member_role_name = $15, scim_enabled = $16,
         scim_endpoint = $17
       where id = $1`,
      [
        id,
        settings.roleArn,
        settings.organizationsEnabled,
        settings.identityCenterEnabled,
        settings.identityCenterRegion,
        settings.name,
        settings.syncIntervalMinutes,
        now,
        settings.provisioningEnabled,
        settings.syncCron,
        settings.syncTimeZone,
        settings.holdSharePercent,
        settings.holdMinimum,
        settings.refreshIntervalMinutes,
        settings.memberRoleName,
        settings.scimEnabled,
        settings.scimEndpoint,
      ],
    );
    await setOwners(executeSql, id, settings.ownerIds);
  },
  async saveChecklist(id, checklist) {
    await executeSql('update connector set checklist = $2, tested_at = $3 where id = $1', [
      id,
      JSON.stringify(checklist),
      checklist.testedAt,
    ]);
  },
  async forgetDeniedActions(id) {
    await executeSql('delete from denied_action where connector_id = $1', [id]);
  },
  async saveScimToken(id, token) {
    await executeSql(`delete from connector_secret where connector_id = $1 and kind = 'scim-token'`, [id]);
    if (!token) return;
    await executeSql(
      `insert into connector_secret (connector_id, kind, sealed, saved_at, expires_at)
       values ($1, 'scim-token', decode($2, 'base64'), $3, $4)`,
      [id, token.sealed, token.savedAt, token.expiresAt],
    );
  },
  async scimTokensUntil(instant) {
    const { rows } = await executeSql(
      `select c.id as "connectorId", c.name,
         to_char(t.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "expiresAt",
         array(select o.person_id from connector_owner o join person p on p.id = o.person_id
           where o.connector_id = c.id and p.status = 'active' order by 1) as "ownerIds"
       from connector_secret t join connector c on c.id = t.connector_id
       where t.expires_at <= $1 and c.scim_enabled and c.deleted_at is null`,
      [instant],
    );
    return rows;
  },
  async saveStatus(id, { status, reason, nextSyncAt }) {
    await executeSql(
      `update connector set status = $2, status_reason = $3, next_sync_at = coalesce($4, next_sync_at) where id = $1`,
      [id, status, reason && JSON.stringify(reason), nextSyncAt ?? null],
    );
  },
  async setNextSync(id, nextSyncAt) {
    await executeSql('update connector set next_sync_at = $2 where id = $1', [id, nextSyncAt]);
  },
  async setPaused(id, isPaused, nextSyncAt) {
    // A publish writes `paused` on a paused connector; resumed, it is again what it was.
    await executeSql(
      `update connector set is_paused = $2, next_sync_at = coalesce($3, next_sync_at),
         status = case when $2 or status <> 'paused' then status when status_reason is not null then 'error'
           when last_synced_at is not null then 'connected' else 'not-connected' end
       where id = $1`,
      [id, isPaused, nextSyncAt],
    );
  },
  async isReading(id) {
    const { rows } = await executeSql(
      `select exists (select from sync_run where connector_id = $1 and status = 'reading' and kind = 'full'
         and heartbeat_at > clock_timestamp() - interval '30 seconds') as is`,
      [id],
    );
    return rows[0].is;
  },
  coveredBy: (claims, except) => coveredBy(executeSql, claims, except),
});

/** A publish may take minutes, and whoever saves waits for an answer: well below the statement timeout. */
const longestWaitMs = 5000;
const lockNotAvailable = '55P03';

/** Refuses `connector-busy` when somebody else, as a rule a publish, has the connector for longer than that. */
const inTime = async <T>(executeSql: ExecuteSql, take: () => Promise<T>): Promise<T> => {
  await executeSql(`set local lock_timeout = ${longestWaitMs}`);
  try {
    const taken = await take();
    await executeSql('set local lock_timeout = 0');
    return taken;
  } catch (error) {
    if ((error as { code?: string }).code !== lockNotAvailable) throw error;
    throw new Refusal(
      'unavailable',
      'connector-busy',
      'A sync run is being published. Nothing was changed; try again.',
    );
  }
};

const setOwners = async (executeSql: ExecuteSql, id: string, ownerIds: readonly string[]): Promise<void> => {
  await executeSql('delete from connector_owner where connector_id = $1 and not (person_id = any($2))', [id, ownerIds]);
  await executeSql(
    `insert into connector_owner (connector_id, person_id) select $1, unnest($2::text[]) on conflict do nothing`,
    [id, ownerIds],
  );
};
