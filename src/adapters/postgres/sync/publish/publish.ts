import type { ConnectorId, RunId } from '../../../../core/shared/ids.ts';
import type { Instant } from '../../../../core/shared/ports.ts';
import type { ExecuteSql } from '../../database.ts';

/** What every step of a publish is given: one transaction, its place in history, and whose run it is. */
export interface Publish {
  executeSql: ExecuteSql;
  runId: RunId;
  connectorId: ConnectorId;
  kind: 'full' | 'targeted' | 'incremental';
  seq: number;
  publishedAt: Instant;
  /** Of a run that was held and confirmed: the newest publication when it was held. Null for every other. */
  heldAfterSeq: number | null;
  /** In real time, once it was this run's turn: its publication is measured from there. */
  begunAt: Instant;
}
