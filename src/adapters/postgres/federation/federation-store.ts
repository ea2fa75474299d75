import type { FederationStore, UploadCounts } from '../../../core/directory/federation/ports.ts';
import type { ExecuteSql } from '../database.ts';
import { applyMapping } from './apply-mapping.ts';
import { readMappingInput } from './mapping-input.ts';

/** Any constant does: uploads, rules and the job that follows a publish take turns. */
const lockKey = 4_201_127;

export const federationStore = (executeSql: ExecuteSql): { federation: FederationStore } => ({
  federation: {
    async takeTurn() {
      await executeSql('select pg_advisory_xact_lock($1)', [lockKey]);
    },
    async add({ id, name, createdBy }, now) {
      const { rows } = await executeSql(
        `insert into identity_provider (id, name, created_at, created_by) select $1, $2, $3, $4
         where not exists (select from identity_provider where lower(name) = lower($2)) returning id`,
        [id, name, now, createdBy],
      );
      return rows.length > 0;
    },
    async trustTakenBy(trustEntityIds) {
      const { rows } = await executeSql(
        `select i.name from identity_provider_trust t join identity_provider i on i.id = t.identity_provider_id
         where t.provider_entity_id = any ($1) order by i.name limit 1`,
        [trustEntityIds],
      );
      return rows[0]?.name ?? null;
    },
    async addTrusts(id, trustEntityIds) {
      await executeSql('insert into identity_provider_trust select $1, unnest($2::int[])', [id, trustEntityIds]);
    },
    async nameOf(id) {
      const { rows } = await executeSql('select name from identity_provider where id = $1', [id]);
      return rows[0]?.name ?? null;
    },
    replaceMembers: (id, members, now) => replaceMembers(executeSql, id, JSON.stringify(members), now),
    async matchMembers() {
      await executeSql(
        `update idp_group_member m set person_id = p.id from person p
         where m.to_at is null and m.person_id is null and p.email = m.email`,
      );
    },
    async hasGroup(id, groupId) {
      const { rows } = await executeSql(
        'select from idp_group where identity_provider_id = $1 and id = $2 and gone_at is null',
        [id, groupId],
      );
      return rows.length > 0;
    },
    async addRule(rule, now) {
      await executeSql(
        `insert into federation_rule (id, identity_provider_id, kind, pattern, group_id, role_entity_id, created_at, created_by)
         values ($1, $2, case when $3::text is null then 'pair' else 'pattern' end, $3, $4, $5, $6, $7)`,
        [rule.id, rule.identityProviderId, rule.pattern, rule.groupId, rule.roleEntityId, now, rule.createdBy],
      );
    },
    async removeRule(ruleId, now) {
      const { rows } = await executeSql(
        `update federation_rule set deleted_at = greatest($2::timestamptz, created_at) where id = $1 and deleted_at is null
         returning identity_provider_id as id`,
        [ruleId, now],
      );
      return rows[0]?.id ?? null;
    },
    mappingInput: () => readMappingInput(executeSql),
    applyMapping: (candidates, now) => applyMapping(executeSql, candidates, now),
  },
});

/**
 * A group that comes back under its name is the group it was: explicit pairs mean it again. An address that belongs to
 * somebody else by now is a membership of theirs from now on; the one of whoever had it before ends.
 */
async function replaceMembers(executeSql: ExecuteSql, id: string, members: string, now: string): Promise<UploadCounts> {
  const values = [id, members, now];
  await executeSql(
    `with named as (select distinct "group" as name from jsonb_to_recordset($2::jsonb) as m ("group" text)),
     back as (
       update idp_group g set gone_at = null from named
       where g.identity_provider_id = $1 and g.name = named.name and g.gone_at is not null)
     insert into idp_group (id, identity_provider_id, name, first_seen_at)
     select 'igr_' || replace(gen_random_uuid()::text, '-', ''), $1, named.name, $3 from named
     where not exists (select from idp_group g where g.identity_provider_id = $1 and g.name = named.name)`,
    values,
  );
  const ended = await executeSql(
    `with wanted as (
       select g.id as group_id, m.email from jsonb_to_recordset($2::jsonb) as m ("group" text, email text)
       join idp_group g on g.identity_provider_id = $1 and g.name = m."group")
     update idp_group_member m set to_at = greatest($3::timestamptz, m.from_at)
     from idp_group g where g.id = m.group_id and g.identity_provider_id = $1 and m.to_at is null
       and ((m.group_id, m.email) not in (select group_id, email from wanted)
         or exists (select from person p where p.email = m.email and p.id <> m.person_id))
     returning m.id`,
    values,
  );
  await executeSql(
    `update idp_group g set gone_at = greatest($3::timestamptz, g.first_seen_at)
     where g.identity_provider_id = $1 and g.gone_at is null
       and g.name not in (select m."group" from jsonb_to_recordset($2::jsonb) as m ("group" text))`,
    values,
  );
  const begun = await executeSql(
    `insert into idp_group_member (group_id, email, person_id, from_at)
     select g.id, m.email, p.id, $3 from jsonb_to_recordset($2::jsonb) as m ("group" text, email text)
     join idp_group g on g.identity_provider_id = $1 and g.name = m."group"
     left join person p on p.email = m.email
     on conflict (group_id, email) where to_at is null do nothing returning id`,
    values,
  );
  await executeSql('insert into identity_provider_upload (identity_provider_id, at) values ($1, $2)', [id, now]);
  const { rows } = await executeSql(
    `select count(distinct m.group_id)::int as groups, count(*)::int as members,
       coalesce(array_agg(distinct m.email order by m.email) filter (where p.id is null), '{}') as unmatched
     from idp_group_member m join idp_group g on g.id = m.group_id left join person p on p.email = m.email
     where g.identity_provider_id = $1 and m.to_at is null`,
    [id],
  );
  const { groups, members: count, unmatched } = rows[0];
  return {
    groups,
    members: count,
    added: begun.rows.length,
    removed: ended.rows.length,
    unmatchedEmails: unmatched,
  };
}
