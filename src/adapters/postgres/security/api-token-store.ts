import type { ApiTokenStore } from '../../../core/security/ports.ts';
import type { ExecuteSql } from '../database.ts';

export const apiTokenStore = (executeSql: ExecuteSql): ApiTokenStore => ({
  async add(token) {
    await executeSql(
      `insert into api_token (id, digest, person_id, name, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
      [token.id, token.digest, token.personId, token.name, token.createdAt, token.expiresAt],
    );
  },
  async listOf(personId) {
    const { rows } = await executeSql(
      `select id, name, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"
       from api_token where person_id = $1 and revoked_at is null order by created_at desc, id`,
      [personId],
    );
    return rows;
  },
  async revoke(id, personId, now) {
    const { rows } = await executeSql(
      `update api_token set revoked_at = $3 where id = $1 and person_id = $2 and revoked_at is null returning name`,
      [id, personId, now],
    );
    return rows[0]?.name ?? null;
  },
});
