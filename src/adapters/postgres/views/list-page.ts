import { sql } from 'kysely';
import type { ListRequest } from '../../../core/inventory/views/list.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { Page } from '../../../core/shared/page.ts';
import { Refusal } from '../../../core/shared/refusal.ts';
import { decodeSortedCursor, encodeSortedCursor } from './cursor.ts';
import { type Moment, momentOf, type Sql } from './moment.ts';
import type { Executor } from './snapshot.ts';
import { type Visibility, visibilityOf } from './visibility.ts';

export interface ListQuery {
  moment: Moment;
  visibility: Visibility;
}
export interface ListShape {
  /** Selects `id` and whatever `item` needs of the rows that fit, plus `sort_key` (text, not null). */
  rows: (sortKey: Sql) => Sql;
  /** CTEs over `page`, e.g. counts of its rows. */
  pageCtes?: Sql[];
  /** A json expression over `page` and the joins. */
  item: Sql;
  joins: Sql;
  /** What may be sorted by; the first is the default. */
  sorts: Record<string, Sql>;
  idType: 'string' | 'number';
}

/**
 * One page of a list and the list's total, in one statement: rows that fit are keyed and sorted, and only the page's rows
 * get their details. Throws Refusal `sort-invalid`, `cursor-invalid`.
 */
export async function readPage<Item>(
  db: Executor,
  query: ListQuery,
  shape: ListShape,
  request: Omit<ListRequest, 'q' | 'asOf'>,
): Promise<Page<Item>> {
  const sort = request.sort ?? (Object.keys(shape.sorts)[0] as string);
  const sortKey = Object.hasOwn(shape.sorts, sort) ? shape.sorts[sort] : undefined;
  if (!sortKey)
    throw new Refusal('invalid', 'sort-invalid', `Sort by one of: ${Object.keys(shape.sorts).join(', ')}.`, {
      field: 'sort',
      facts: { allowed: Object.keys(shape.sorts) },
    });
  const sortName = `${sort} ${request.order}`;
  const after = decodeSortedCursor(request.cursor, sortName, ['string', shape.idType === 'number' ? 'int' : 'string']);
  const direction = sql.raw(request.order);
  const idCast = sql.raw(shape.idType === 'number' ? 'int' : 'text');
  const beyond = after
    ? sql`where (sort_key, id) ${sql.raw(request.order === 'asc' ? '>' : '<')} (${after[0]}::text, ${after[1]}::${idCast})`
    : sql``;
  const ctes = [
    query.moment.cte,
    query.moment.linkCte,
    ...query.visibility.ctes,
    sql`list as materialized (${shape.rows(sortKey)})`,
    sql`page as materialized (select * from list ${beyond}
      order by sort_key ${direction}, id ${direction} limit ${request.limit + 1})`,
    ...(shape.pageCtes ?? []),
  ];
  const result = await sql<{ total: number; rows: { item: Item; key: [string, string | number] }[] }>`
    with recursive ${sql.join(ctes)}
    select (select count(*)::int from list) as total, coalesce((
      select json_agg(json_build_object('item', ${shape.item}, 'key', json_build_array(page.sort_key, page.id))
        order by page.sort_key ${direction}, page.id ${direction})
      from page ${shape.joins}), '[]') as rows`.execute(db);
  const { total, rows } = result.rows[0] ?? { total: 0, rows: [] };
  const shown = rows.slice(0, request.limit);
  const last = rows.length > request.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => row.item),
    nextCursor: last ? encodeSortedCursor(sortName, last.key) : null,
    total,
  };
}

export const listQueryOf = (viewer: Viewer, asOf: string | undefined): ListQuery => {
  const moment = momentOf(asOf);
  return { moment, visibility: visibilityOf(viewer, moment) };
};

/** The page of one: for entity pages, which show the very row of the list. */
export const onlyOne = { limit: 1, order: 'asc' as const };

export function oneOf<Item>(page: Page<Item>, what: string): Item {
  const item = page.items[0];
  if (item === undefined) throw notFound(what);
  return item;
}

/** Said of what is not there and of what the viewer may not see alike, so that one can't be told from the other. */
export const notFound = (what: string): Refusal =>
  new Refusal('not-found', 'not-found', `There is no such ${what}, or you may not see it.`);
