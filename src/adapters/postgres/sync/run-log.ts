import type { ScopeSink } from '../../../core/inventory/ports.ts';
import type { RunId } from '../../../core/shared/ids.ts';
import type { Database } from '../database.ts';

type Level = Parameters<ScopeSink['log']>[0];

/** The run's live log. While one insert is under way, further lines gather for the next: thousands cost few statements. */
export function createRunLog(database: Database, runId: RunId) {
  let lines: { level: Level; message: string }[] = [];
  let next: Promise<void> | undefined;
  let tail: Promise<void> = Promise.resolve();

  const insert = async () => {
    next = undefined;
    const batch = lines;
    lines = [];
    await database.pool.query(
      `insert into run_log (run_id, at, level, message)
       select $1, product_now(), l.level, l.message
       from unnest($2::text[], $3::text[]) with ordinality as l (level, message, n) order by l.n`,
      [runId, batch.map((line) => line.level), batch.map((line) => line.message)],
    );
  };
  return {
    write(level: Level, message: string): Promise<void> {
      lines.push({ level, message });
      if (!next) {
        next = tail.then(insert);
        tail = next.catch(() => {});
      }
      return next;
    },
    flush: (): Promise<void> => next ?? tail,
  };
}
