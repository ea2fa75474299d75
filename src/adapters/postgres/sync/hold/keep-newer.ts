import type { Publish } from '../publish/publish.ts';

/**
 * A run that waited for a person may be older than publications since: our own changes are published at once, held run
 * or not. What they say is newer than this reading, and stays. Nothing to do for a run that did not wait.
 */
export async function keepNewerEntities({ executeSql, heldAfterSeq }: Publish): Promise<void> {
  if (heldAfterSeq === null) return;
  await executeSql(
    `delete from p_gone x using entity_version v where v.entity_id = x.id and v.to_seq is null and v.from_seq > $1`,
    [heldAfterSeq],
  );
  await executeSql(
    `delete from p_newversion x using entity_version v
     where v.entity_id = x.id and ((v.to_seq is null and v.from_seq > $1) or v.to_seq > $1)`,
    [heldAfterSeq],
  );
}

/** The same for grants; those that only move to an entity that was read since (p_repointed) are current either way. */
export async function keepNewerGrants({ executeSql, heldAfterSeq }: Publish): Promise<void> {
  if (heldAfterSeq === null) return;
  const isNewer = `g.entitlement_id = x.entitlement_id and g.principal_id = x.principal_id`;
  await executeSql(
    `delete from p_closed x using grant_fact g where ${isNewer} and g.to_seq is null and g.from_seq > $1
       and not exists (select from p_repointed r
         where r.entitlement_id = x.entitlement_id and r.principal_id = x.principal_id)`,
    [heldAfterSeq],
  );
  await executeSql(
    `delete from p_opened x using grant_fact g
     where ${isNewer} and ((g.to_seq is null and g.from_seq > $1) or g.to_seq > $1)`,
    [heldAfterSeq],
  );
}

/**
 * What a single listing, read since, still holds as before has no newer fact: a run that waits counts it among what it
 * saw, so that confirming it does not close that.
 */
export async function tellHeldRun({ executeSql, runId, connectorId, kind }: Publish): Promise<void> {
  if (kind === 'full') return;
  await executeSql(
    `insert into stage_grant (run_id, kind, target_kind, target_native, ps_native, account_native, principal_kind,
       principal_native, qualifier)
     select held.id, g.kind, g.target_kind, g.target_native, g.ps_native, g.account_native, g.principal_kind,
       g.principal_native, g.qualifier
     from sync_run held join stage_grant g on g.run_id = $1
     where held.connector_id = $2 and held.status in ('held', 'confirmed')`,
    [runId, connectorId],
  );
}
