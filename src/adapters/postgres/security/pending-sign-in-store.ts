import type { PendingSignInStore } from '../../../core/security/oidc/ports.ts';
import type { ExecuteSql } from '../database.ts';

export const pendingSignInStore = (executeSql: ExecuteSql): PendingSignInStore => ({
  async add({ digest, nextPath, now, expiresAt }) {
    await executeSql(
      'insert into pending_sign_in (digest, next_path, created_at, expires_at) values ($1, $2, $3, $4)',
      [digest, nextPath, now, expiresAt],
    );
  },
  async take(digest, now) {
    const { rows } = await executeSql(
      'delete from pending_sign_in where digest = $1 and expires_at > $2 returning next_path as "nextPath"',
      [digest, now],
    );
    return rows[0] ?? null;
  },
  async removeExpired(now) {
    await executeSql('delete from pending_sign_in where expires_at <= $1', [now]);
  },
});
