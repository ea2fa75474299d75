import type { OpenedRun, RunCalls } from '../../../../core/inventory/ports.ts';
import type { RunId } from '../../../../core/shared/ids.ts';
import type { ExecuteSql } from '../../database.ts';
import { beginStaging, isPart, isStagingWhole, stagedFacts } from './whole-staging.ts';

/**
 * Takes over a run whose worker was killed: from now on the fence refuses that worker, should it only have slept. What
 * belongs to no finished part goes: a listing of which half was read says of nothing that it is not there. Null when the
 * run is staging or publishing at this moment, or has ended meanwhile.
 */
export async function resumeRun(executeSql: ExecuteSql, runId: RunId): Promise<OpenedRun | null> {
  const { rows } = await executeSql(
    // The plan is made anew, from the same listings; what was called stays counted.
    `update sync_run set resumptions = resumptions + 1, heartbeat_at = clock_timestamp(), plan = '[]'
     where id = (select id from sync_run where id = $1 and status = 'reading' for update skip locked)
     returning number, resumptions as fence, calls`,
    [runId],
  );
  if (!rows[0]) return null;
  const { number, fence, calls } = rows[0] as { number: number; fence: number; calls: RunCalls };
  await dropUnfinished(executeSql, runId);
  const { rows: parts } = await executeSql(`select key, result from stage_part where run_id = $1 and ${isPart}`, [
    runId,
  ]);
  const unplanned = Object.entries(calls).map(([operation, each]) => [operation, { ...each, planned: 0 }]);
  return {
    runId,
    number,
    resumed: {
      fence,
      calls: Object.fromEntries(unplanned),
      parts: new Map(parts.map(({ key, result }) => [key, result])),
    },
  };
}

async function dropUnfinished(executeSql: ExecuteSql, runId: RunId): Promise<void> {
  const { rows } = await executeSql(`select ${isStagingWhole('$1')} as "isWhole"`, [runId]);
  const { isWhole } = rows[0];
  // A part that was under way when the database crashed may have been finished after it.
  if (!isWhole) await executeSql('delete from stage_part where run_id = $1', [runId]);
  for (const table of stagedFacts)
    await executeSql(
      // As NOT IN it would compare each row with each of some hundred thousand parts.
      `delete from ${table} s where run_id = $1
         and not exists (select from stage_part p where p.run_id = $1 and p.batch = s.batch)`,
      [runId],
    );
  if (!isWhole) await beginStaging(executeSql, runId);
}
