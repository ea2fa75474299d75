import type { Publish } from '../publish.ts';

/** Longer chains exist only in theory, and a tangled trust graph grows without bound (facts/database: 3.6 M rows). */
const maxDepth = 5;

/**
 * Recomputes which users and roles reach which roles through trust, and writes only what differs. Of two shortest
 * chains the one whose hop has the smaller native id is kept: equal-length chains never flip, and two databases that
 * hold the same facts hold the same chains. A chain without conditions is preferred to a shorter one with them.
 */
export async function publishRoleReach({ executeSql, seq }: Publish): Promise<void> {
  const { rows } = await executeSql(
    `select exists (select from p_closed where kind = 3) or exists (select from p_opened where kind = 3)
       or exists (select from p_gone where kind in (7, 9))
       or exists (select from p_newversion where is_new and kind in (7, 9)) as "isNeeded"`,
  );
  if (!rows[0].isNeeded) return;
  await collectEdges(executeSql);
  await executeSql(
    `create temp table p_reach (src_id int, dst_id int, prev_id int, depth smallint, qualifier text,
       primary key (src_id, dst_id)) on commit drop`,
  );
  for (const isPlain of [true, false])
    for (let depth = 1; depth <= maxDepth; depth += 1) await reachFurther(executeSql, depth, isPlain);
  await executeSql('analyze p_reach');
  await applyReach(executeSql, seq);
}

async function collectEdges(executeSql: Publish['executeSql']): Promise<void> {
  await executeSql(
    `create temp table p_edge on commit drop as
     select g.principal_id as src_id, t.target_id as dst_id, g.qualifier,
       dense_rank() over (order by p.native_id collate "C") as src_rank
     from grant_fact g join entitlement t on t.id = g.entitlement_id
     join entity p on p.id = g.principal_id
     join entity_version pv on pv.entity_id = g.principal_id and pv.to_seq is null and pv.kind in (7, 9)
     join entity_version tv on tv.entity_id = t.target_id and tv.to_seq is null
     where g.kind = 3 and g.to_seq is null and g.principal_id <> t.target_id`,
  );
  await executeSql('create index on p_edge (src_id); analyze p_edge');
}

async function reachFurther(executeSql: Publish['executeSql'], depth: number, isPlain: boolean): Promise<void> {
  if (depth === 1) {
    await executeSql(
      `insert into p_reach select src_id, dst_id, src_id, 1, qualifier from p_edge
       where (qualifier = '') = $1 on conflict do nothing`,
      [isPlain],
    );
  } else {
    await executeSql(
      `insert into p_reach
       select distinct on (r.src_id, e.dst_id) r.src_id, e.dst_id, r.dst_id, $1::smallint,
         join_qualifiers(r.qualifier, e.qualifier)
       from p_reach r join p_edge e on e.src_id = r.dst_id
       where r.depth = $1::smallint - 1 and e.dst_id <> r.src_id
         and (r.qualifier = '' and e.qualifier = '') = $2
         and not exists (select from p_reach known where known.src_id = r.src_id and known.dst_id = e.dst_id)
       order by r.src_id, e.dst_id, e.src_rank`,
      [depth, isPlain],
    );
  }
  await executeSql('analyze p_reach');
}

async function applyReach(executeSql: Publish['executeSql'], seq: number): Promise<void> {
  await executeSql(
    `update role_reach o set to_seq = $1
     where o.to_seq is null and not exists (select from p_reach n
       where n.src_id = o.src_id and n.dst_id = o.dst_id and n.prev_id = o.prev_id and n.depth = o.depth
         and n.qualifier = o.qualifier)`,
    [seq],
  );
  await executeSql(
    `insert into role_reach (src_id, dst_id, prev_id, depth, qualifier, from_seq)
     select src_id, dst_id, prev_id, depth, qualifier, $1 from p_reach n
     where not exists (select from role_reach o
       where o.src_id = n.src_id and o.dst_id = n.dst_id and o.to_seq is null)
     order by src_id, dst_id`,
    [seq],
  );
}
