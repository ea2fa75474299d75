import type { ExecuteSql } from '../../database.ts';

/**
 * SQL: how many listings of each kind run `r` has read and failed, from what is staged; null when nothing is. A listing
 * that failed once and was then read counts as read, as its publication sees it.
 */
export const stagedScopes = `(select jsonb_object_agg(kind, jsonb_build_object('read', read, 'failed', failed))
  from (select kind, count(*) filter (where is_read) as read, count(*) filter (where not is_read) as failed
    from (select kind, bool_or(is_complete) as is_read from stage_scope
      where run_id = r.id and kind <> 'provisioned-pair' group by kind, a_kind, a_native, b_kind, b_native) listing
    group by kind) counted)`;

/** SQL: the limits that hold now for the AWS account of connector `c`, by API family; null before its first call. */
export const limitsNow = `(select jsonb_object_agg(family, per_second)
  from (select split_part(key, '/', 3) as family, max(per_second) as per_second from rate_budget
    where split_part(key, '/', 1) = split_part(c.role_arn, ':', 5) group by 1) budget)`;

/** Writes down what only staging knows of the runs that end: called before it is dropped, and by a publication. */
export async function keepFigures(executeSql: ExecuteSql, runs: string, values: unknown[]): Promise<void> {
  await executeSql(
    `update sync_run r set scopes = ${stagedScopes}, rate_limits = ${limitsNow}
     from connector c where c.id = r.connector_id and r.scopes is null and r.id ${runs}
       and exists (select from stage_scope s where s.run_id = r.id)`,
    values,
  );
}
