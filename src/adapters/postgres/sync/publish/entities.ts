import type { Publish } from './publish.ts';

/** Scopes that list entities by their parent, and what they list (src/core/inventory/model/scope.ts). */
const listings = `(values ('aws-accounts', 2), ('identity-center-instances', 3), ('identity-center-users', 4),
  ('identity-center-groups', 5), ('permission-sets', 6), ('iam-users', 7), ('iam-groups', 8), ('iam-roles', 9),
  ('account-alias', 15), ('iam-policies', 16), ('iam-policies', 17), ('iam-policies', 18),
  ('organizational-units', 19)) as l (scope_kind, entity_kind)`;

/** Attributes of permission sets that are there, if empty, from when they were first read. */
const readLater = `'{managedPolicies,customerManagedPolicies,inlinePolicy,permissionsBoundary,tags}'::text[]`;
/**
 * Does the description (n) say just what it said (v), and what was only read for the first time now? AWS accounts without
 * tags have no such attribute: whether these were read before is known beside the facts.
 */
const isOnlyMore = `((n.kind = 6 or n.kind = 2 and not exists (
    select from detail_reading d where d.kind = 'aws-account-tags' and d.entity_id = n.id)) and (n.parent_id, n.name, n.email, n.arn, n.status)
    is not distinct from (v.parent_id, v.name, v.email, v.arn, v.status)
  and v.attrs = (select coalesce(jsonb_object_agg(a.key, a.value), '{}') from jsonb_each(n.attrs) a
    where v.attrs ? a.key or a.key <> all (${readLater})))`;

/**
 * Compares what was described with what is current: p_newversion (appeared or changed) and p_gone (a listing that was
 * read whole no longer holds it).
 *
 * A mention opens a version only where nothing is current, and not where a listing read whole speaks against it. A list
 * of permission sets is of mere ARNs, so there a mention counts as listed. A user or role that is mentioned without its
 * AWS account is a unique id in a trust policy, which is what IAM leaves of a deleted one: it proves no existence.
 */
export async function diffEntities(publish: Publish): Promise<void> {
  const { executeSql } = publish;
  await executeSql(
    `create temp table p_listing on commit drop as
     select l.entity_kind::smallint as entity_kind, s.a_id as parent_id
     from p_scope s join ${listings} on l.scope_kind = s.kind where s.is_complete`,
  );
  await executeSql(
    `create temp table p_newversion on commit drop as
     select n.*, v.entity_id is null as is_new, ${isOnlyMore} as is_only_more
     from p_entity n left join entity_version v on v.entity_id = n.id and v.to_seq is null
     where case when n.is_mention then v.entity_id is null
         and not (n.kind in (7, 9) and n.parent_id is null)
         and (n.kind = 6 or not exists (
           select from p_listing l where l.entity_kind = n.kind and l.parent_id = n.parent_id))
       else v.entity_id is null or (v.parent_id, v.name, v.email, v.arn, v.status, v.attrs)
         is distinct from (n.parent_id, n.name, n.email, n.arn, n.status, n.attrs) end`,
  );
  await executeSql(
    `create temp table p_gone on commit drop as
     select v.entity_id as id, v.kind
     from p_listing l
     join entity_version v on v.kind = l.entity_kind and v.parent_id = l.parent_id and v.to_seq is null
     where not exists (select from p_entity n where n.id = v.entity_id and (not n.is_mention or n.kind = 6))`,
  );
  // A unit that is deleted has had none in it; that these are gone was not listed, since nobody asks a unit that is gone.
  await executeSql(
    `with recursive below as (
       select id from p_gone where kind = 19
       union select v.entity_id from below b join entity_version v on v.parent_id = b.id and v.kind = 19 and v.to_seq is null)
     insert into p_gone select id, 19 from below where id not in (select id from p_gone)`,
  );
  await goneWithAwsAccounts(publish);
  await executeSql('analyze p_newversion; analyze p_gone');
  // AWS accounts whose policies were never read before: what is found now was there, and nobody changed it.
  await executeSql(
    `create temp table p_firstpolicies on commit drop as
     select s.a_id from p_scope s
     where s.kind = 'iam-policies'
       and not exists (select from entity_version v where v.parent_id = s.a_id and v.kind in (16, 17, 18) and v.to_seq is null)
       and not exists (select from entity_version v join grant_fact g on g.principal_id = v.entity_id and g.kind = 4
         where v.parent_id = s.a_id and v.kind in (7, 8, 9) and v.to_seq is null)`,
  );
}

/**
 * An AWS account that has left the organization is out of reach: what was known of its IAM goes with it, unless another
 * connector is the one that read it (CON-11, CON-18). A suspended one is still listed, and keeps what it has; and what the connector's
 * own role is in is there.
 */
const goneWithAwsAccounts = ({ executeSql, connectorId }: Publish) =>
  executeSql(
    `insert into p_gone
     select v.entity_id, v.kind from p_gone a join entity e on e.id = a.id
     join entity_version v on v.parent_id = a.id and v.kind in (7, 8, 9, 15, 16, 17, 18) and v.to_seq is null
     where a.kind = 2 and e.native_id is distinct from (select aws_account_id from connector where id = $1)
       and not exists (select from coverage c
         where c.family = 'iam' and c.native_id = e.native_id and c.connector_id <> $1)
       and not exists (select from p_gone other where other.id = v.entity_id)`,
    [connectorId],
  );

/** Is this entity (alias x) an IAM attribute of a user or role that is in the given table too? */
const isOf = (
  table: string,
) => `exists (select from entity a join entity p on p.native_id = a.native_id and p.kind in (7, 9)
  where a.id = x.id and p.id in (select id from ${table}))`;

/**
 * Which appearing and vanishing is no change of its own: of inline and AWS's own policies the grant tells; tags and
 * boundaries come and go with whom they are of; and what was only read for the first time did not change.
 */
const isTold = `(x.kind = 17 or x.kind = 16 and x.parent_id is null)`;
const isFirstRead = `(x.kind in (16, 17, 18) and x.parent_id in (select a_id from p_firstpolicies)
  or x.kind = 19 and not exists (select from detail_reading d where d.kind = 'organizational-units' and d.entity_id = x.parent_id))`;

export async function applyEntities({ executeSql, seq }: Publish): Promise<void> {
  await executeSql(
    `update entity_version v set to_seq = $1
     where v.to_seq is null and v.entity_id in (select id from p_gone union select id from p_newversion where not is_new)`,
    [seq],
  );
  await executeSql(
    `insert into entity_version (entity_id, kind, from_seq, parent_id, name, email, arn, status, attrs)
     select id, kind, $1, parent_id, name, email, arn, status, attrs from p_newversion order by id`,
    [seq],
  );
  await executeSql(
    `insert into change (seq, op, entity_id)
     select $1::int, case when is_new then 'appeared' else 'changed' end, id from p_newversion x
     where not is_new and is_only_more is not true or is_new and not (${isTold} or ${isFirstRead}
       or x.kind = 18 and ${isOf('(select id from p_newversion where is_new) n')})
     union all
     select $1::int, 'vanished', id from p_gone x where not (x.kind = 17 or x.kind = 18 and ${isOf('p_gone')})`,
    [seq],
  );
}
