import type { IdentityMatching, MatchCounts } from '../../core/directory/match-identities.ts';
import type { Instant } from '../../core/shared/ports.ts';
import { recordAudit } from './audit.ts';
import { type Database, type ExecuteSql, inTransaction } from './database.ts';

/** Any constant does: two publishes that end together are matched one after the other. */
const lockKey = 4_201_126;

/** Set-based matching in one transaction; core/directory/match-identities.ts says by which rules. */
export const identityMatching =
  (database: Database): IdentityMatching =>
  (work) =>
    inTransaction(database, (client) => {
      const executeSql = client.query.bind(client) as ExecuteSql;
      return work({
        match: (now) => match(executeSql, now),
        audit: (entry) => recordAudit(executeSql, entry),
      });
    });

async function match(executeSql: ExecuteSql, now: Instant): Promise<MatchCounts> {
  await executeSql('select pg_advisory_xact_lock($1)', [lockKey]);
  const run = async (statement: string) => (await executeSql(statement, [now])).rows.length;
  const unlinked = await run(endUnfoundedLinks);
  const peopleAdded = await run(addPeople);
  const linked = await run(addLinks);
  return { unlinked, peopleAdded, linked, peopleChanged: await describePeople(executeSql, now) };
}

/** Users of Identity Center and IAM now; `user_name` and `email` in lower case, null where there is none. */
const users = `(
  select v.entity_id as id, v.kind, v.email, v.name, v.status, v.attrs ->> 'title' as title,
    lower(case when v.kind = 4 then v.attrs ->> 'userName' else v.name end) as user_name
  from entity_version v where v.to_seq is null and v.kind in (4, 7)
) u`;

const endUnfoundedLinks = `
  update identity_link l set ended_at = greatest($1::timestamptz, l.linked_at)
  from person p
  where p.id = l.person_id and l.ended_at is null and l.method in ('user-name', 'primary-email')
    and not exists (select from ${users} where u.id = l.identity_id
      and p.email = case l.method when 'user-name' then u.user_name else u.email end)
  returning l.id`;

const addPeople = `
  insert into person (id, name, email, title, status, source, created_at, updated_at)
  select distinct on (u.email) 'per_' || replace(gen_random_uuid()::text, '-', ''), u.name, u.email, u.title,
    case when u.status = 'disabled' then 'inactive' else 'active' end, 'identity-center', $1, $1
  from ${users}
  where u.kind = 4 and u.email is not null and u.name <> ''
    and not exists (select from person p where p.email in (u.email, u.user_name))
    and not exists (select from identity_link l where l.identity_id = u.id and l.ended_at is null)
  order by u.email, u.status = 'disabled', u.id
  on conflict (email) where email is not null do nothing
  returning id`;

const addLinks = `
  insert into identity_link (identity_id, person_id, method, evidence, linked_at)
  select distinct on (u.id) u.id, p.id, case when p.email = u.user_name then 'user-name' else 'primary-email' end,
    p.email, $1
  from ${users} join person p on p.email = u.user_name or (u.kind = 4 and p.email = u.email)
  where not exists (select from identity_link l where l.identity_id = u.id and l.ended_at is null)
  order by u.id, p.email is distinct from u.user_name
  returning id`;

/** Of people whom only Identity Center knows, it decides name, title and whether they are active; gone means inactive. */
async function describePeople(executeSql: ExecuteSql, now: Instant): Promise<number> {
  const { rows } = await executeSql(
    `with known as (
       select distinct on (l.person_id) l.person_id, u.name, u.title, u.status
       from ${users} join identity_link l on l.identity_id = u.id and l.ended_at is null
       where u.kind = 4 and u.name <> '' order by l.person_id, u.status is not distinct from 'disabled', u.id
     )
     update person p set name = n.name, title = n.title, status = n.status, updated_at = $1
     from (
       select q.id, coalesce(k.name, q.name) as name, case when k.person_id is null then q.title else k.title end as title,
         case when k.person_id is null or k.status = 'disabled' then 'inactive' else 'active' end as status
       from person q left join known k on k.person_id = q.id where q.source = 'identity-center'
     ) n
     where n.id = p.id and (p.name, p.title, p.status) is distinct from (n.name, n.title, n.status)
     returning p.id`,
    [now],
  );
  return rows.length;
}
