import type {
  FederatedRole,
  FederatedRoleRef,
  GivingGroup,
} from '../../../../core/access/model/request/federated-role.ts';
import { qualifierOf } from '../../../../core/inventory/model/path-sentence.ts';
import type { ExecuteSql } from '../../database.ts';
import { federatedGrants, federatedMembers } from '../../views/access/federated.ts';
import { entityNumber } from '../../views/inventory/entity-rows.ts';
import { momentOf, sqlText } from '../../views/moment.ts';

/** `(group_id, role_id, …)`: which groups of identity providers give which roles now. */
export const grantsNow = sqlText(federatedGrants(momentOf(undefined)));
const membersNow = sqlText(federatedMembers(momentOf(undefined)));

/** Roles (rv) of AWS accounts in use (place, placev) whose IAM a connector reads. */
export const rolesThatAreRead = `entity_version rv join entity place on place.id = rv.parent_id
    left join entity_version placev on placev.entity_id = place.id and placev.to_seq is null
    join coverage cover on cover.native_id = place.native_id and cover.family = 'iam'
    join connector c on c.id = cover.connector_id and c.deleted_at is null`;
export const isRoleNow = `rv.kind = 9 and rv.to_seq is null and coalesce(placev.status, 'active') = 'active'`;

type StoredGroup = Omit<GivingGroup, 'condition'> & { qualifier: string };
type Row = Omit<FederatedRole, 'ref' | 'givenBy'> & { n: number; givenBy: StoredGroup[] };

/** As AccessFacts.federatedRoles promises. */
export const federatedRolesOf = async (
  executeSql: ExecuteSql,
  refs: readonly FederatedRoleRef[],
  personId: string,
): Promise<(FederatedRole | null)[]> => {
  if (refs.length === 0) return [];
  const { rows } = await executeSql(rolesSql, [refs.map(({ roleId }) => entityNumber(roleId)), personId]);
  const found = new Map((rows as Row[]).map(({ n, ...row }) => [n, row]));
  return refs.map((ref, index) => {
    const row = found.get(index + 1);
    return row ? { ...row, ref, givenBy: row.givenBy.map(givingGroup) } : null;
  });
};

const givingGroup = ({ qualifier, ...group }: StoredGroup): GivingGroup => ({
  ...group,
  condition: qualifierOf('saml-provider', qualifier, 'known')?.text ?? null,
});

/** Of several providers of one group, the one that demands least. Members are told of this one person, and nobody else. */
const rolesSql = `
  select w.n::int as n, rv.name || ' in ' || coalesce(placev.name, place.native_id) as name,
    rv.attrs ->> 'description' as description, given.groups as "givenBy",
    json_build_object('awsAccountId', place.native_id, 'name', coalesce(placev.name, place.native_id)) as "awsAccount"
  from unnest($1::int[]) with ordinality as w (id, n)
  join (${rolesThatAreRead}) on rv.entity_id = w.id and ${isRoleNow}
  join lateral (
    select json_agg(json_build_object('group', x.name, 'identityProvider', x.provider, 'qualifier', x.qualifier,
        'heldSince', to_char(x.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      order by x.since is null, x.provider, x.name) as groups
    from (
      select distinct on (fg.group_id) g.name, idp.name as provider, fg.qualifier,
        case when belongs.since is not null then greatest(fg.from_at, trusted.published_at, belongs.since) end as since
      from ${grantsNow} fg join idp_group g on g.id = fg.group_id
      join identity_provider idp on idp.id = g.identity_provider_id
      join sync_run trusted on trusted.seq = fg.from_seq
      left join lateral (select min(fm.from_at) as since from ${membersNow} fm
        where fm.group_id = fg.group_id and fm.person_id = $2) belongs on true
      where fg.role_id = w.id
      order by fg.group_id, fg.qualifier <> '', fg.from_seq) x
    having count(*) > 0) given on true`;
