import type { CatalogRef } from '../../../../core/access/model/request/federated-role.ts';
import type { Catalog, CatalogQuery } from '../../../../core/access/requests/read-catalog.ts';
import type { Page } from '../../../../core/shared/page.ts';
import { cursorInvalid, decodeCursor, encodeCursor } from '../../cursor.ts';
import type { Database } from '../../database.ts';
import { likePattern } from '../../views/moment.ts';
import { grantsNow, isRoleNow, rolesThatAreRead } from './federated-roles.ts';
import { isReadBy } from './requestables.ts';

interface Row {
  key: [awsAccountName: string, awsAccountEntityId: number, name: string, id: number];
  ref: CatalogRef;
}
const ranks = ['permission-set-assignment', 'group-member', 'assume-role'] as const;

/**
 * Permission sets on AWS accounts first, under their AWS account, then groups, then the roles that identity providers
 * give; each by name. Every word that is searched for must be in the name of the one or of the other, so that "readonly
 * prod" finds what it says; a role is found by the groups that give it, too.
 */
export const catalog = ({ pool }: Database): Catalog => ({
  async page(query) {
    const patterns = (query.q ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 8).map(likePattern);
    const after = decodeCursor(query.cursor, ['int', 'string', 'int', 'string', 'int']);
    const start = (after?.[0] as number | undefined) ?? 0;
    if (ranks[start] === undefined) throw cursorInvalid();
    const kinds = ranks.filter((kind) => query.kind === undefined || query.kind === kind);
    const rows: (Row & { rank: number })[] = [];
    let total = 0;
    for (const kind of kinds) {
      const rank = ranks.indexOf(kind);
      const { rows: counted } = await pool.query<{ n: number }>(`select count(*) as n from (${sqlOf[kind]}) x`, [
        patterns,
      ]);
      total += counted[0]?.n ?? 0;
      const missing = query.limit + 1 - rows.length;
      if (rank < start || missing <= 0) continue;
      const key = after && rank === start ? after.slice(1) : ['', 0, '', 0];
      const { rows: found } = await pool.query<Row>(
        `select json_build_array(x.place_sort, x.place_id, x.sort, x.id) as key, x.ref from (${sqlOf[kind]}) x
         where (x.place_sort, x.place_id, x.sort, x.id) > ($2, $3::int, $4, $5::int)
         order by x.place_sort, x.place_id, x.sort, x.id limit $6`,
        [patterns, ...key, missing],
      );
      rows.push(...found.map((row) => ({ ...row, rank })));
    }
    return pageOf(rows, query, total);
  },
});

const pageOf = (rows: (Row & { rank: number })[], { limit }: CatalogQuery, total: number): Page<CatalogRef> => {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(({ ref }) => ref),
    nextCursor: last ? encodeCursor([last.rank, ...last.key]) : null,
    total,
  };
};

const sort = (name: string) => `left(lower(${name}), 60) collate "C"`;
const isFound = (...texts: string[]) =>
  `not exists (select from unnest($1::text[]) as word where not (${texts.map((text) => `${text} ilike word`).join(' or ')}))`;

const sqlOf: Record<CatalogRef['kind'], string> = {
  'permission-set-assignment': `
    select ${sort('psv.name')} as sort, psv.entity_id as id, ${sort('av.name')} as place_sort, a.id as place_id,
      json_build_object('kind', 'permission-set-assignment', 'permissionSetId', 'ent_' || psv.entity_id,
        'awsAccountId', a.native_id) as ref
    from entity_version psv join entity i on i.id = psv.parent_id
    join coverage cover on cover.family = 'identity-center' and cover.native_id = i.native_id
    join connector c on c.id = cover.connector_id and c.deleted_at is null
    join entity_version av on av.kind = 2 and av.to_seq is null and coalesce(av.status, 'active') = 'active'
    join entity a on a.id = av.entity_id and ${isReadBy('c.id')}
    where psv.kind = 6 and psv.to_seq is null and ${isFound('psv.name', 'av.name', 'a.native_id')}`,
  'group-member': `
    select ${sort('gv.name')} as sort, gv.entity_id as id, '' as place_sort, 0 as place_id,
      json_build_object('kind', 'group-member', 'groupId', 'ent_' || gv.entity_id) as ref
    from entity_version gv join entity place on place.id = gv.parent_id
    left join entity_version placev on placev.entity_id = place.id and placev.to_seq is null and placev.kind = 2
    join coverage cover on cover.native_id = place.native_id
      and cover.family = case gv.kind when 5 then 'identity-center' else 'iam' end
    join connector c on c.id = cover.connector_id and c.deleted_at is null
    where gv.kind in (5, 8) and gv.to_seq is null and coalesce(jsonb_array_length(gv.attrs -> 'externalIds'), 0) = 0
      and coalesce(placev.status, 'active') = 'active' and ${isFound('gv.name', "coalesce(placev.name, '')")}`,
  'assume-role': `
    select ${sort('rv.name')} as sort, rv.entity_id as id, ${sort('coalesce(placev.name, place.native_id)')} as place_sort,
      place.id as place_id, json_build_object('kind', 'assume-role', 'roleId', 'ent_' || rv.entity_id) as ref
    from ${rolesThatAreRead}
    join (select fg.role_id, string_agg(distinct g.name || ' ' || idp.name, ' ') as names
      from ${grantsNow} fg join idp_group g on g.id = fg.group_id
      join identity_provider idp on idp.id = g.identity_provider_id group by fg.role_id) given
      on given.role_id = rv.entity_id
    where ${isRoleNow} and ${isFound('rv.name', "coalesce(placev.name, '')", 'place.native_id', 'given.names')}`,
};
