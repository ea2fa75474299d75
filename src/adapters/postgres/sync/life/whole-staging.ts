import type { RunId } from '../../../../core/shared/ids.ts';
import type { ExecuteSql } from '../../database.ts';

/** No part of a reading has this number. */
const beginning = 0;

/**
 * Staging is not in the database's log. A crash empties it, also under a worker that notices nothing: what is staged
 * afterwards would say of everything before that it is not there. So a run is published only with its first row.
 */
export const beginStaging = (executeSql: ExecuteSql, runId: RunId) =>
  executeSql(`insert into stage_part (run_id, batch, key, result) values ($1, ${beginning}, '', 'null')`, [runId]);

/** SQL: is everything there that the run of this id has staged? */
export const isStagingWhole = (runId: string): string =>
  `exists (select from stage_part begun where begun.run_id = ${runId} and begun.batch = ${beginning})`;

/**
 * SQL: did a crash take what the held run of this id had staged? It had one listing at least, which no longer holds what
 * would vanish.
 */
export const isHoldLost = (runId: string): string =>
  `not exists (select from stage_scope kept where kept.run_id = ${runId})`;

/** What a reading finds; the parts say which of it is finished. */
export const stagedFacts = ['stage_scope', 'stage_entity', 'stage_grant', 'stage_use'];
export const stagingTables = [...stagedFacts, 'stage_part'];

export const isPart = `batch > ${beginning}`;
