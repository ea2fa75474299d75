import type { SessionStore } from '../../../core/security/ports.ts';
import type { ExecuteSql } from '../database.ts';

export const sessionStore = (executeSql: ExecuteSql): SessionStore => ({
  async add({ digest, personId, now, expiresAt, isFromProvider, sealedIdToken }) {
    await executeSql(
      `insert into session (digest, person_id, created_at, last_seen_at, expires_at, is_from_provider, sealed_id_token)
       values ($1, $2, $3, $3, $4, $5, $6)`,
      [digest, personId, now, expiresAt, isFromProvider, sealedIdToken],
    );
  },
  async remove(digest) {
    const { rows } = await executeSql(
      `delete from session where digest = $1
       returning person_id as "personId", is_from_provider as "isFromProvider", sealed_id_token as "sealedIdToken"`,
      [digest],
    );
    return rows[0] ?? null;
  },
  async removeEnded(now, idleSince) {
    await executeSql('delete from session where expires_at <= $1 or last_seen_at <= $2', [now, idleSince]);
  },
});
