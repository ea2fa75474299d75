import { sql } from 'kysely';
import type { AccessPageView, AccessRequest } from '../../../../core/inventory/views/access-views.ts';
import { decodeSortedCursor, encodeSortedCursor } from '../cursor.ts';
import { sortText } from '../inventory/entity-rows.ts';
import type { ListQuery } from '../list-page.ts';
import { fallbackName, iso, likePattern, type Moment, type Sql } from '../moment.ts';
import type { Executor } from '../snapshot.ts';
import type { Visibility } from '../visibility.ts';
import { type StoredRow, toAccessRow } from './access-row.ts';
import { detailJoins, rowJson, staleCte } from './row-details.ts';

const keyTypes = ['string', 'string', 'int', 'string', 'int', 'int', 'int'] as const;
const sortName = 'access';
const key = sql`f.sort_name, f.person_key, f.identity_id, f.what_key, f.what_id, f.via_group_key, f.via_ent_key`;

export interface AccessQuestion {
  /** CTEs that end in `d`. */
  ctes: Sql[];
  /** Narrows `f`, the rows with their names, to the target of a question "why". */
  where?: Sql;
  countServices?: boolean;
}

/**
 * One page of access rows with the totals of the whole answer, in one statement. Names are looked up once per identity
 * and per entitlement, not per row: an AWS account of a large organization has thousands of rows.
 */
export async function readAccessPage(
  db: Executor,
  { moment, visibility }: ListQuery,
  question: AccessQuestion,
  request: AccessRequest,
): Promise<Omit<AccessPageView, 'subject' | 'gaps'>> {
  const after = decodeSortedCursor(request.cursor, sortName, keyTypes);
  const pattern = request.q?.trim() ? likePattern(request.q.trim()) : null;
  const matches = pattern
    ? sql`(f.person_name ilike ${pattern} or f.identity_name ilike ${pattern} or f.email ilike ${pattern}
        or f.native_id ilike ${pattern} or f.what_name ilike ${pattern} or f.aws_account_name ilike ${pattern}
        or f.aws_account_native ilike ${pattern})`
    : sql`true`;
  const beyond = after
    ? sql`and (${key}) > (${after[0]}::text, ${after[1]}::text, ${after[2]}::int, ${after[3]}::text, ${after[4]}::int,
        ${after[5]}::int, ${after[6]}::int)`
    : sql``;
  const ctes = [
    moment.cte,
    moment.linkCte,
    ...visibility.ctes,
    ...question.ctes,
    ...namedCtes(moment, visibility),
    sql`answer as materialized (select * from named f where ${question.where ?? sql`true`})`,
    sql`page as materialized (select * from answer f where ${matches} ${beyond} order by ${key} limit ${request.limit + 1})`,
    staleCte(moment),
  ];
  const isOther = sql`f.person_id is null and f.identity_kind not in (5, 8) and (f.identity_kind <> 12
    or ${question.countServices ?? false} or f.qualifier like '%account-access-manager%')`;
  const { rows } = await sql<Totals>`
    with recursive ${sql.join(ctes)}
    select (select ${iso(sql`published_at`)} from moment) as "asOf", totals.*, coalesce((
      select json_agg(${rowJson(moment)} order by ${key}) from page f ${detailJoins(moment)}), '[]') as rows
    from (select count(*) filter (where ${matches})::int as total,
      count(distinct f.person_id)::int as "peopleCount",
      count(distinct f.identity_id) filter (where ${isOther})::int as "otherIdentityCount" from answer f) totals`.execute(
    db,
  );
  const { rows: found, ...totals } = rows[0] as Totals;
  const shown = found.slice(0, request.limit);
  const last = found.length > request.limit ? shown.at(-1) : undefined;
  return { ...totals, items: shown.map(toAccessRow), nextCursor: last ? encodeSortedCursor(sortName, last.key) : null };
}
interface Totals {
  asOf: string | null;
  total: number;
  peopleCount: number;
  otherIdentityCount: number;
  rows: StoredRow[];
}

/** `named`: the rows of `d` that the viewer may see, with what they are sorted, searched and counted by. */
const namedCtes = (moment: Moment, { covered, holder, grantsOf }: Visibility): Sql[] => [
  sql`who as materialized (
    select e.id, e.kind, e.native_id, coalesce(v.email, p.email) as email, p.id as person_id, p.name as person_name,
      coalesce(v.name, ${fallbackName(sql`e.id`, sql`e.native_id`)}) as name
    from (select distinct identity_id from d) x join entity e on e.id = x.identity_id
    left join entity_version v on v.entity_id = e.id and ${moment.valid('v')}
    left join link on link.identity_id = e.id left join person p on p.id = link.person_id)`,
  sql`what as materialized (
    select coalesce(x.eid, -x.home_id) as id, coalesce(t.kind, 0) as kind, t.target_id, t.ps_id, t.role_id, a.id as aws_account_id,
      a.native_id as aws_account_native, coalesce(av.name, a.native_id) as aws_account_name,
      case when t.id is null then coalesce(av.name, a.native_id)
        else coalesce(nv.name, ${fallbackName(sql`n.id`, sql`n.native_id`)}) end as name,
      case coalesce(t.kind, 0) when 1 then ${covered(sql`nv.parent_id`)}
        when 2 then ${covered(sql`a.id`)} or ${covered(sql`av.parent_id`)} or ${covered(sql`nv.parent_id`)}
        else ${covered(sql`a.id`)} end as is_covered
    from (select distinct eid, home_id from d) x left join entitlement t on t.id = x.eid
    left join entity n on n.id = coalesce(t.ps_id, t.target_id)
    left join entity_version nv on nv.entity_id = n.id and ${moment.valid('nv')}
    left join entity a on a.id = coalesce(t.account_id, x.home_id)
    left join entity_version av on av.entity_id = a.id and ${moment.valid('av')})`,
  sql`named as (
    select d.*, who.kind as identity_kind, who.name as identity_name, who.native_id,
      coalesce(fp.email, who.email) as email, coalesce(fp.id, who.person_id) as person_id,
      coalesce(fp.name, who.person_name) as person_name, what.id as what_id, what.kind, what.target_id, what.ps_id, what.role_id, what.name as what_name,
      what.aws_account_id, what.aws_account_native, what.aws_account_name,
      ${cut(sql`coalesce(fp.name, who.person_name, who.name)`)} as sort_name,
      coalesce(fp.id, who.person_id, '') as person_key,
      ${cut(sql`what.name || ' ' || coalesce(what.aws_account_name, '')`)} as what_key,
      coalesce(d.via_group, -d.fed_id, 0) as via_group_key, coalesce(d.via_ent, 0) as via_ent_key
    from d join who on who.id = d.identity_id join what on what.id = coalesce(d.eid, -d.home_id)
    left join person fp on fp.id = d.fed_person
    where what.is_covered or ${holder(sql`d.identity_id`)} or ${grantsOf(sql`d.fed_person`)})`,
];
/** Two texts travel in one cursor of at most 500 characters. */
const cut = (text: Sql): Sql => sql`left(${sortText(text)}, 30)`;
