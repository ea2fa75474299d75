import type { SealedValue, SealedValueStore } from '../../../core/security/secrets/ports.ts';
import type { ExecuteSql } from '../database.ts';

/** How one table keeps its encrypted values; a test compares these with the columns that the database has. */
interface SealedColumn {
  id: string;
  column: string;
  /** As bytes; text is base64. */
  read: string;
  write: string;
  purpose: (id: string) => string;
}
const columns: Record<string, SealedColumn> = {
  signing_key: {
    id: 'id',
    column: 'private_key_sealed',
    read: 'private_key_sealed',
    write: 'v.sealed',
    purpose: (id) => `evidence-signing-key ${id}`,
  },
  connector_secret: {
    id: `connector_id || ': ' || kind`,
    column: 'sealed',
    read: 'sealed',
    write: 'v.sealed',
    purpose: (id) => `connector ${id}`,
  },
  // Its id is the digest of the cookie, which opens nothing.
  session: {
    id: `encode(digest, 'hex')`,
    column: 'sealed_id_token',
    read: `decode(sealed_id_token, 'base64')`,
    write: `replace(encode(v.sealed, 'base64'), e'\\n', '')`,
    purpose: () => 'id-token',
  },
};
export const sealedColumns = Object.entries(columns).map(([table, { column }]) => ({ table, column }));

const columnOf = (table: string): SealedColumn => {
  const found = columns[table];
  if (!found) throw new Error(`There is nothing encrypted in ${table}.`);
  return found;
};

export const sealedValueStore = (executeSql: ExecuteSql): SealedValueStore => ({
  tables: Object.keys(columns),
  async takeTurn() {
    // A wait for somebody's long transaction would make everybody else wait behind it.
    await executeSql(`set local lock_timeout = '15s'`);
    await executeSql(`lock table ${Object.keys(columns).join(', ')} in share row exclusive mode`);
  },
  async page(table, afterId, limit) {
    const { id, column, read, purpose } = columnOf(table);
    const { rows } = await executeSql(
      `select ${id} as id, ${read} as sealed from ${table}
       where ${column} is not null and (${id}) collate "C" > $1 order by (${id}) collate "C" limit $2`,
      [afterId, limit],
    );
    return rows.map((row: Pick<SealedValue, 'id' | 'sealed'>) => ({ ...row, purpose: purpose(row.id) }));
  },
  async replace(table, values) {
    if (values.length === 0) return;
    const { id, column, write } = columnOf(table);
    await executeSql(
      `update ${table} t set ${column} = ${write} from unnest($1::text[], $2::bytea[]) v (id, sealed)
       where ${id.replaceAll(/\b(id|connector_id|kind|digest)\b/g, 't.$1')} = v.id`,
      [values.map((value) => value.id), values.map((value) => Buffer.from(value.sealed))],
    );
  },
});
