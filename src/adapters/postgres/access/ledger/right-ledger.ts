import type { RightFacts } from '../../../../core/access/model/right.ts';
import type { LedgerPatch, LedgerRow, LedgerStore, RightWork } from '../../../../core/access/provisioning-ports.ts';
import type { AwsConnection } from '../../../../core/connectors/model/aws-connection.ts';
import type { ExecuteSql } from '../../database.ts';
import { openLeases } from '../lease-store.ts';
import { isRight, rightOf, rightValues } from '../right-row.ts';
import { awsWrites } from './aws-writes.ts';

const real = 'clock_timestamp()';
/** Kept from others of the same connector between counting what is outstanding and adding to it. */
const outstandingLock = 4_201_126;

/**
 * Rights taken up at a time: the unit's transaction stays short, and others get their turn. Those whose pause is over come
 * first: each try gives them another pause, so that neither they nor fresh ones starve.
 */
const workLimit = 50;

const openRights = (unitKey: string) => `
  select kind, target_id, ps_id, identity_id as principal_id, unit_key, connector_id from lease
    where unit_key = ${unitKey} and status in ('activating', 'ending')
  union select kind, target_id, ps_id, principal_id, unit_key, connector_id from revocation
    where unit_key = ${unitKey} and status in ('pending', 'task')`;

export const rightLedger = (executeSql: ExecuteSql): LedgerStore => ({
  answered: awsWrites(executeSql).answered,
  conclude: awsWrites(executeSql).conclude,
  async confess(id, { change, call }) {
    await awsWrites(executeSql).addDoubtful(id, change);
    await executeSql(
      `update provisioned_right set intent = $2, aws_call = $3, aws_request_id = null, aws_status = null,
         next_attempt_at = null where id = $1 and ($2 = 'grant' or intent <> 'none')`,
      [id, change, call],
    );
  },
  async wake(right) {
    await executeSql(
      `update provisioned_right r set next_attempt_at = null where ${isRight('r', 'principal_id')}`,
      rightValues(right),
    );
  },
  async open(unitKey) {
    await executeSql(
      `insert into provisioned_right (kind, target_id, ps_id, principal_id, unit_key, connector_id)
       select distinct on (kind, target_id, ps_id, principal_id) * from (${openRights('$1')}) named
       on conflict (kind, target_id, ps_id, principal_id) do update set connector_id = excluded.connector_id
         where provisioned_right.connector_id <> excluded.connector_id`,
      [unitKey],
    );
  },
  async work(unitKey) {
    const { rows } = await executeSql(
      `${select} where r.unit_key = $1 and (r.next_attempt_at is null or r.next_attempt_at <= ${real})
         and (r.intent <> 'none' or exists (select from (${openRights('$1')}) o where o.kind = r.kind
           and o.target_id = r.target_id and o.ps_id is not distinct from r.ps_id and o.principal_id = r.principal_id))
       order by r.next_attempt_at nulls last, r.id limit ${workLimit}`,
      [unitKey],
    );
    const works: RightWork[] = [];
    for (const row of rows) works.push(await workOf(executeSql, row));
    return works;
  },
  async save(id, patch, waitMs) {
    const sets = Object.entries(columnsOf(patch));
    await executeSql(
      `update provisioned_right set ${sets.map(([column], n) => `${column} = $${n + 3}, `).join('')}
         ${patch.observed === undefined ? '' : `observed_at = product_now(), `}
         next_attempt_at = ${real} + $2::bigint * interval '1 millisecond' where id = $1`,
      [id, waitMs === undefined ? null : Math.round(waitMs), ...sets.map(([, value]) => value)],
    );
  },
  async intend(id, { change, call, cause }, maxOutstanding) {
    if (call === 'create-assignment' || call === 'delete-assignment') {
      // A statement of its own: one that waited for the lock would count as of before it waited.
      await executeSql('select pg_advisory_xact_lock($1)', [outstandingLock]);
      const { rows } = await executeSql(
        `select count(*) from provisioned_right o
         where o.connector_id = (select connector_id from provisioned_right where id = $1) and o.id <> $1
           and o.kind = 2 and (o.aws_status = 'in-progress' or (o.aws_call is not null and o.aws_status is null))`,
        [id],
      );
      if (rows[0].count >= maxOutstanding) return false;
    }
    await awsWrites(executeSql).conclude(id);
    await awsWrites(executeSql).begin(id, { change, cause });
    await executeSql(
      `update provisioned_right set intent = $2, aws_call = $3, intent_cause = $4, intent_at = product_now(),
         aws_request_id = null, aws_status = null, next_attempt_at = null where id = $1`,
      [id, change, call, cause],
    );
    return true;
  },
});

const columnsOf = (patch: LedgerPatch): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(patch).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      name === 'failure' && value ? JSON.stringify(value) : value,
    ]),
  );

const entity = (alias: string) => `json_build_object('kind', k${alias}.name, 'nativeId', ${alias}.native_id,
  'name', coalesce(v${alias}.name, ${alias}.native_id), 'isCurrent', v${alias}.to_seq is null and v${alias}.entity_id is not null,
  'status', v${alias}.status, 'attrs', coalesce(v${alias}.attrs, '{}'))`;
const joinEntity = (alias: string, id: string) => `left join entity ${alias} on ${alias}.id = ${id}
  left join entity_kind k${alias} on k${alias}.id = ${alias}.kind
  left join lateral (select * from entity_version v where v.entity_id = ${alias}.id order by v.from_seq desc limit 1)
    v${alias} on true`;
const awsAccountOfGroup = '(select a.native_id from entity a where a.id = vt.parent_id and a.kind = 2)';
const select = `
  select r.id, r.unit_key as "unitKey", r.connector_id as "connectorId", r.kind, r.target_id as "targetId",
    r.ps_id as "psId", r.principal_id as "principalId", r.baseline, r.is_ours as "isOurs", r.intent,
    r.aws_call as "awsCall", r.aws_request_id as "awsRequestId", r.aws_status as "awsStatus", r.observed, r.failure,
    r.attempts, ${entity('t')} as target, case when p.id is not null then ${entity('p')} end as "permissionSet",
    ${entity('h')} as principal, case when t.kind = 8 then ${awsAccountOfGroup} end as "awsAccountId",
    json_build_object('name', c.name, 'awsAccountId', c.aws_account_id, 'managementAwsAccountId',
      c.management_aws_account_id, 'instanceArn', c.identity_center_instance_arn, 'region', c.identity_center_region
    ) as connector,
    c.provisioning_enabled as "isProvisioningOn", c.role_arn as "roleArn",
    json_build_object('externalId', c.external_id, 'organizationsEnabled', c.organizations_enabled,
      'identityCenterEnabled', c.identity_center_enabled, 'identityCenterRegion', c.identity_center_region,
      'memberRoleName', c.member_role_name, 'memberExternalId', c.member_external_id,
      'scimEnabled', false, 'scimEndpoint', null, 'sealedScimToken', null) as settings
  from provisioned_right r join connector c on c.id = r.connector_id
  ${joinEntity('t', 'r.target_id')} ${joinEntity('p', 'r.ps_id')} ${joinEntity('h', 'r.principal_id')}`;

interface Row extends Omit<LedgerRow, 'right'>, RightFacts {
  kind: number;
  targetId: number;
  psId: number | null;
  principalId: number;
  isProvisioningOn: boolean;
  roleArn: string | null;
  settings: Omit<AwsConnection, 'connectorId' | 'roleArn'>;
}

async function workOf(executeSql: ExecuteSql, row: Row): Promise<RightWork> {
  const { target, permissionSet, principal, awsAccountId, connector, isProvisioningOn, roleArn, settings, ...rest } =
    row;
  const { kind, targetId, psId, principalId, ...ledger } = rest;
  const right = rightOf({ kind, targetId, psId, principalId });
  const connection: AwsConnection | null = roleArn ? { connectorId: row.connectorId, roleArn, ...settings } : null;
  const { rows: revocations } = await executeSql(
    `select v.id, v.status from revocation v where ${isRight('v', 'principal_id')} and v.status in ('pending', 'task')`,
    rightValues(right),
  );
  return {
    ledger: { ...ledger, right },
    leases: await openLeases(executeSql, right),
    revocations: revocations as RightWork['revocations'],
    facts: { target, permissionSet, principal, awsAccountId, connector },
    isProvisioningOn,
    connection,
  };
}
