import type { EntitlementKey } from '../../../../core/access/model/request/access-request.ts';
import type { EntitlementRef, Requestable } from '../../../../core/access/model/request/requestable.ts';
import type { ExecuteSql } from '../../database.ts';
import { entityNumber } from '../../views/inventory/entity-rows.ts';

interface Row extends Omit<Requestable, 'ref' | 'key' | 'organizationalUnitIds'> {
  n: number;
  targetId: number;
  organizationPath: string | null;
}

/** In the order of the references; null for what the newest publication does not hold or no connector reads. */
export const requestablesOf = async (
  executeSql: ExecuteSql,
  refs: readonly EntitlementRef[],
): Promise<(Requestable | null)[]> => {
  const found = new Map<number, Row>();
  const pick = (sql: string, kind: EntitlementRef['kind'], values: (ref: never) => unknown[]) => {
    const of = refs.flatMap((ref, n) => (ref.kind === kind ? [[n, ...values(ref as never)]] : []));
    return of.length === 0
      ? null
      : executeSql(
          sql,
          (of[0] ?? []).map((_, column) => of.map((row) => row[column])),
        );
  };
  const answers = [
    await pick(
      assignmentsSql,
      'permission-set-assignment',
      (ref: EntitlementRef & { kind: 'permission-set-assignment' }) => [
        entityNumber(ref.permissionSetId),
        ref.awsAccountId,
      ],
    ),
    await pick(groupsSql, 'group-member', (ref: EntitlementRef & { kind: 'group-member' }) => [
      entityNumber(ref.groupId),
    ]),
  ];
  for (const answer of answers) for (const row of answer?.rows ?? []) found.set(row.n, row);
  return refs.map((ref, n) => requestableOf(ref, found.get(n)));
};

const requestableOf = (ref: EntitlementRef, row: Row | undefined): Requestable | null => {
  if (!row) return null;
  const { n: _n, targetId, organizationPath, ...rest } = row;
  const permissionSetId = ref.kind === 'group-member' ? null : entityNumber(ref.permissionSetId);
  return {
    ...rest,
    ref,
    key: { kind: ref.kind, targetId, permissionSetId },
    // o-1/r-1/ou-1-prod/333333333333/
    organizationalUnitIds: (organizationPath ?? '').split('/').filter((part) => /^(r|ou)-/.test(part)),
  };
};

const ofConnector = `c.id as "connectorId", app.id as "applicationId", app.name as "applicationName"`;

/** The connector reads the organization that this AWS account (a, av) is in, or the AWS account itself. */
export const isReadBy = (connectorId: string) => `(
  exists (select from entity o join coverage oc on oc.native_id = o.native_id and oc.family = 'organizations'
    where o.id = av.parent_id and oc.connector_id = ${connectorId})
  or exists (select from coverage ac
    where ac.family = 'iam' and ac.native_id = a.native_id and ac.connector_id = ${connectorId}))`;

const assignmentsSql = `
  select w.n, a.id as "targetId", psv.name || ' on ' || av.name as name, psv.attrs ->> 'description' as description,
    json_build_object('awsAccountId', a.native_id, 'name', av.name) as "awsAccount", av.status as "awsAccountStatus",
    av.attrs #>> '{paths,0}' as "organizationPath", null as "groupKind", false as "isOwnedByIdentityProvider",
    psv.parent_id as "identityParentId", a.native_id as "unitKey", ${ofConnector},
    coalesce(a.native_id = c.management_aws_account_id and c.aws_account_id <> c.management_aws_account_id, false)
      as "isManagementOutOfReach"
  from unnest($1::int[], $2::int[], $3::text[]) as w (n, ps, aws_account)
  join entity_version psv on psv.entity_id = w.ps and psv.kind = 6 and psv.to_seq is null
  join entity a on a.native_id = w.aws_account and a.kind = 2
  join entity_version av on av.entity_id = a.id and av.to_seq is null
  join entity i on i.id = psv.parent_id
  join coverage cover on cover.family = 'identity-center' and cover.native_id = i.native_id
  join connector c on c.id = cover.connector_id and c.deleted_at is null
  join application app on app.id = c.application_id
  where ${isReadBy('c.id')}`;

const groupsSql = `
  select w.n, g.id as "targetId", gv.name, gv.attrs ->> 'description' as description,
    case when gv.kind = 8 then json_build_object('awsAccountId', place.native_id, 'name',
      coalesce(placev.name, place.native_id)) end as "awsAccount",
    case when gv.kind = 8 then placev.status end as "awsAccountStatus", null as "organizationPath",
    case gv.kind when 5 then 'identity-center-group' else 'iam-group' end as "groupKind",
    coalesce(jsonb_array_length(gv.attrs -> 'externalIds'), 0) > 0 as "isOwnedByIdentityProvider",
    gv.parent_id as "identityParentId",
    case gv.kind when 5 then split_part(g.native_id, '/', 1) else place.native_id end as "unitKey",
    ${ofConnector}, false as "isManagementOutOfReach"
  from unnest($1::int[], $2::int[]) as w (n, id)
  join entity g on g.id = w.id and g.kind in (5, 8)
  join entity_version gv on gv.entity_id = g.id and gv.to_seq is null
  join entity place on place.id = gv.parent_id
  left join entity_version placev on placev.entity_id = place.id and placev.to_seq is null
  join coverage cover on cover.native_id = place.native_id
    and cover.family = case gv.kind when 5 then 'identity-center' else 'iam' end
  join connector c on c.id = cover.connector_id and c.deleted_at is null
  join application app on app.id = c.application_id`;

/** Also of what is not there any more: a request keeps what it is about. */
export const refOf = async (executeSql: ExecuteSql, key: EntitlementKey): Promise<EntitlementRef | null> => {
  if (key.kind === 'group-member') return { kind: key.kind, groupId: `ent_${key.targetId}` };
  const { rows } = await executeSql('select native_id from entity where id = $1', [key.targetId]);
  if (!rows[0]) return null;
  return { kind: key.kind, permissionSetId: `ent_${key.permissionSetId}`, awsAccountId: rows[0].native_id };
};
