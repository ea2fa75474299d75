import { RunLost, type ScopeSink } from '../../../core/inventory/ports.ts';
import type { RunId } from '../../../core/shared/ids.ts';
import type { Database } from '../database.ts';
import { storableText } from './storable-text.ts';

type Level = Parameters<ScopeSink['log']>[0];

/**
 * The run's live log. While one insert is under way, further lines gather for the next: thousands cost few statements.
 * A run that no longer reads adds nothing to it: `write` throws RunLost.
 */
export function createRunLog(database: Database, runId: RunId, fence: number) {
  let lines: { level: Level; message: string }[] = [];
  let next: Promise<void> | undefined;
  let tail: Promise<void> = Promise.resolve();

  const insert = async () => {
    next = undefined;
    const batch = lines;
    lines = [];
    const { rowCount } = await database.pool.query(
      `insert into run_log (run_id, at, level, message)
       select r.id, product_now(), l.level, l.message
       from (select id from sync_run where id = $1 and status = 'reading' and resumptions = $4 for share) r,
         unnest($2::text[], $3::text[]) with ordinality as l (level, message, n) order by l.n`,
      [runId, batch.map((line) => line.level), batch.map((line) => line.message), fence],
    );
    if (rowCount === 0) throw new RunLost(`Sync run ${runId} no longer reads.`);
  };
  return {
    write(level: Level, message: string): Promise<void> {
      lines.push({ level, message: storableText(message) });
      if (!next) {
        next = tail.then(insert);
        tail = next.catch(() => {});
      }
      return next;
    },
    flush: (): Promise<void> => next ?? tail,
  };
}
