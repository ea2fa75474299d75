import type { Publish } from '../publish.ts';

/**
 * p_write: the calls of ours that this publication may show, the last one for each right and change. Not those that were
 * undone by a later one of ours before this run began: what it shows then is somebody else's. `is_before`: the outcome
 * was known before this run began, so that it has read AWS after the call.
 */
export async function findWrites({ executeSql, runId }: Publish): Promise<void> {
  await executeSql(
    `create temp table p_write on commit drop as
     select distinct on (w.right_id, w.change) w.id, w.right_id, e.id as entitlement_id, r.kind, r.target_id, r.ps_id,
       r.principal_id, e.account_id, case w.change when 'grant' then 'granted' else 'removed' end as op,
       w.run_after < run.number and w.status in ('confirmed', 'doubtful') as is_before
     from aws_write w join provisioned_right r on r.id = w.right_id
     join entitlement e on e.kind = r.kind and e.target_id = r.target_id and e.ps_id is not distinct from r.ps_id
     join sync_run run on run.id = '${runId}'
     where w.seen_seq is null and w.status <> 'none'
       and not exists (select from aws_write later where later.right_id = w.right_id and later.id > w.id
         and later.change <> w.change and later.status = 'confirmed' and later.run_after < run.number)
     order by w.right_id, w.change, w.id desc`,
  );
  await executeSql('analyze p_write');
}

/**
 * A call is shown by one publication at most: by the change that it is the cause of, or, without a change, by the first
 * run that read its right afterwards. Whatever comes later is not its doing.
 */
export async function markSeenWrites({ executeSql, seq }: Publish, covered: readonly string[]): Promise<void> {
  const isRead = covered.map((which) => `select u.id from p_write u where ${which}`).join(' union ');
  await executeSql(
    `update aws_write w set seen_seq = $1
     from p_write u
     where w.right_id = u.right_id and w.id <= u.id and w.seen_seq is null
       and (exists (select from change c where c.seq = $1 and c.write_id = u.id)
         or (u.is_before and (u.id in (${isRead}) or exists (select from p_grant n
           where n.entitlement_id = u.entitlement_id and n.principal_id = u.principal_id))))`,
    [seq],
  );
}
