import type { FirstRunTokenStore } from '../../../core/security/ports.ts';
import type { ExecuteSql } from '../database.ts';

/** Any constant does; held to the end of the transaction. */
const lockKey = 4_201_127;

export const firstRunTokenStore = (executeSql: ExecuteSql): FirstRunTokenStore => ({
  async takeTurn() {
    await executeSql('select pg_advisory_xact_lock($1)', [lockKey]);
  },
  async replace(digest, now, expiresAt) {
    await executeSql('delete from first_run_token where used_at is null');
    await executeSql('insert into first_run_token (digest, created_at, expires_at) values ($1, $2, $3)', [
      digest,
      now,
      expiresAt,
    ]);
  },
  async isUsable(digest, now) {
    const { rows } = await executeSql(
      'select from first_run_token where digest = $1 and used_at is null and expires_at > $2',
      [digest, now],
    );
    return rows.length > 0;
  },
  async use(digest, now) {
    const { rows } = await executeSql(
      `update first_run_token set used_at = $2 where digest = $1 and used_at is null and expires_at > $2
       returning digest`,
      [digest, now],
    );
    return rows.length > 0;
  },
});
