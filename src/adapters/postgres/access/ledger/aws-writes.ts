import type { LedgerStore } from '../../../../core/access/provisioning-ports.ts';
import type { ExecuteSql } from '../../database.ts';

const newestRun = 'coalesce((select max(number) from sync_run), 0)';

/** The calls that change rights in AWS, so that a change can be told from what others did (SYN-8). */
export const awsWrites = (executeSql: ExecuteSql) => ({
  async begin(rightId: number, { change, cause }: { change: string; cause: string | null }) {
    await executeSql(
      `insert into aws_write (right_id, change, cause, intended_at, run_before)
       values ($1, $2, $3, product_now(), ${newestRun})`,
      [rightId, change, cause],
    );
  },
  /** A worker that was taken for dead made it after others had taken over: what it made is nobody's for certain. */
  async addDoubtful(rightId: number, change: string) {
    await executeSql(
      `insert into aws_write (right_id, change, status, intended_at, run_before, run_after)
       values ($1, $2, 'doubtful', product_now(), 0, ${newestRun})`,
      [rightId, change],
    );
  },
  async answered(...[rightId, didChange]: Parameters<LedgerStore['answered']>) {
    await executeSql(
      `update aws_write set status = case when $2 then 'made' else 'none' end, run_after = ${newestRun}
       where right_id = $1 and status in ('pending', 'made')`,
      [rightId, didChange],
    );
  },
  /** By what the ledger says of the call now: refused, it changed nothing; unanswered, nobody will know. */
  async conclude(rightId: number) {
    await executeSql(
      `update aws_write w set run_after = ${newestRun}, status = case when w.status = 'made' then 'confirmed'
         when r.aws_status = 'failed' or (r.aws_call is null and r.aws_status is null) then 'none' else 'doubtful' end
       from provisioned_right r where r.id = $1 and w.right_id = r.id and w.status in ('pending', 'made')`,
      [rightId],
    );
  },
});
