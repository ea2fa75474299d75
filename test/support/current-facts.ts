import type pg from 'pg';

/** Everything current, by native ids: equal for two databases that know the same, however they came to know it. */
export async function currentFacts(database: pg.Client): Promise<string[]> {
  const { rows } = await database.query(
    `select line from (
       select concat_ws('|', 'entity', e.kind, e.native_id, p.native_id, v.name, v.email, v.arn, v.status,
         -- The role of the connector trusts under an External ID of its own.
         case when v.name <> 'Countersign' then v.attrs end) as line
       from entity_version v join entity e on e.id = v.entity_id left join entity p on p.id = v.parent_id
       where v.to_seq is null
       union all
       select concat_ws('|', 'grant', t.kind, x.native_id, s.native_id, p.native_id, g.qualifier)
       from grant_fact g join entitlement t on t.id = g.entitlement_id join entity x on x.id = t.target_id
         left join entity s on s.id = t.ps_id join entity p on p.id = g.principal_id where g.to_seq is null
       union all
       select concat_ws('|', 'gap', s.kind, a.native_id, g.reason, g.action)
       from scope_gap g join scope s on s.id = g.scope_id join entity a on a.id = s.a_id where g.to_seq is null
     ) facts order by line collate "C"`,
  );
  return rows.map(({ line }) => line);
}
