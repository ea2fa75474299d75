import type { CredentialStore } from '../../../core/security/ports.ts';
import type { Database } from '../database.ts';

const viewer = `json_build_object('personId', p.id, 'roles',
  array(select role from role_grant g where g.person_id = p.id order by role)) as viewer`;

/** Asked on every request: one statement, with the time it was asked at. */
export const credentialStore = ({ pool }: Database): CredentialStore => ({
  async session(digest) {
    const { rows } = await pool.query(
      `select ${viewer}, s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt", product_now() as now
       from session s join person p on p.id = s.person_id and p.status = 'active' where s.digest = $1`,
      [digest],
    );
    return rows[0] ?? null;
  },
  async apiToken(digest) {
    const { rows } = await pool.query(
      `select ${viewer}, t.last_used_at as "lastUsedAt", t.expires_at as "expiresAt", product_now() as now
       from api_token t join person p on p.id = t.person_id and p.status = 'active'
       where t.digest = $1 and t.revoked_at is null`,
      [digest],
    );
    return rows[0] ?? null;
  },
  async sessionSeen(digest, now) {
    await pool.query('update session set last_seen_at = $2 where digest = $1', [digest, now]);
  },
  async apiTokenUsed(digest, now) {
    await pool.query('update api_token set last_used_at = $2 where digest = $1', [digest, now]);
  },
});
