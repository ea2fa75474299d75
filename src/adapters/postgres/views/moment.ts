import { createQueryId, PostgresQueryCompiler, type RawBuilder, sql } from 'kysely';
import { entityKinds } from '../../../core/inventory/model/kinds.ts';
import type { Instant } from '../../../core/shared/ports.ts';

/** A piece of SQL with its parameters. */
export type Sql = RawBuilder<unknown>;

/** As text, for statements that are written as text; it may have no parameters, whose numbers would not fit there. */
export const sqlText = (piece: Sql): string => {
  const { sql, parameters } = new PostgresQueryCompiler().compileQuery(piece.toOperationNode(), createQueryId());
  if (parameters.length > 0) throw new Error('This piece of SQL has parameters.');
  return sql;
};

/** Which publication a question is about, as SQL: "now" uses the partial indexes on current facts. */
export interface Moment {
  /** CTE `moment (seq, published_at)`: one row, or none before the first publication. */
  cte: Sql;
  /** Is this row of a fact table valid then? */
  valid(alias: string): Sql;
  /** The same of a row that has from_at and to_at, because it was said here and not read from AWS. */
  stands(alias: string): Sql;
  /** CTE `link (identity_id, person_id, method)`: whose an identity is; of a vanished one, whose it was. */
  linkCte: Sql;
  isNow: boolean;
}

const currentMoment: Moment = {
  isNow: true,
  cte: sql`moment as materialized (
    select seq, published_at from sync_run where seq is not null order by published_at desc, seq desc limit 1)`,
  valid: (alias) => sql`${sql.ref(alias)}.to_seq is null`,
  stands: (alias) => sql`${sql.ref(alias)}.to_at is null`,
  linkCte: sql`link as not materialized (
    select identity_id, person_id, method from identity_link where ended_at is null)`,
};

export const momentOf = (asOf: Instant | undefined): Moment => {
  if (asOf === undefined) return currentMoment;
  const seq = sql`(select seq from moment)`;
  return {
    isNow: false,
    cte: sql`moment as materialized (
      select seq, published_at from sync_run where seq is not null and published_at <= ${asOf}::timestamptz
      order by published_at desc, seq desc limit 1)`,
    valid: (alias) => {
      const row = sql.ref(alias);
      return sql`(${row}.from_seq <= ${seq} and (${row}.to_seq is null or ${row}.to_seq > ${seq}))`;
    },
    stands: (alias) => {
      const row = sql.ref(alias);
      return sql`(${row}.from_at <= ${asOf}::timestamptz and (${row}.to_at is null or ${row}.to_at > ${asOf}::timestamptz))`;
    },
    linkCte: sql`link as materialized (
      select distinct on (identity_id) identity_id, person_id, method from identity_link
      where ended_at is null or ended_at > ${asOf}::timestamptz
      order by identity_id, ended_at desc nulls first)`,
  };
};

/** An instant as the API writes it. */
export const iso = (instant: Sql): Sql => sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * The name of an entity that has no version at the moment: the last one known, else the tail of what AWS calls it.
 * Assignments outlive their principals, and facts name what no listing held (SYN-4).
 */
export const fallbackName = (entityId: Sql, nativeId: Sql): Sql => sql`coalesce(
  (select old.name from entity_version old where old.entity_id = ${entityId} order by old.from_seq desc limit 1),
  regexp_replace(${nativeId}, '^.*/', ''))`;

const kindCases = sql.raw(
  Object.entries(entityKinds)
    .map(([name, id]) => `when ${id} then '${name}'`)
    .join(' '),
);
export const kindName = (kind: Sql): Sql => sql`(case ${kind} ${kindCases} end)`;

/** `%q%` for ILIKE, with the pattern's own signs taken literally. */
export const likePattern = (q: string): string => `%${q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
