import type { LocalCredentialStore } from '../../../core/security/ports.ts';
import type { ExecuteSql } from '../database.ts';

export const localCredentialStore = (executeSql: ExecuteSql): LocalCredentialStore => ({
  async passwordHash(personId) {
    const { rows } = await executeSql('select password_hash as hash from local_credential where person_id = $1', [
      personId,
    ]);
    return rows[0]?.hash ?? null;
  },
  async lockAttempts(personId) {
    const { rows } = await executeSql(
      `select failed_attempts as "failedAttempts", locked_until as "lockedUntil" from local_credential
       where person_id = $1 for update`,
      [personId],
    );
    return rows[0] ?? null;
  },
  async saveAttempts(personId, attempts) {
    await executeSql('update local_credential set failed_attempts = $2, locked_until = $3 where person_id = $1', [
      personId,
      attempts.failedAttempts,
      attempts.lockedUntil,
    ]);
  },
  async setPassword(personId, passwordHash) {
    await executeSql(
      `insert into local_credential (person_id, password_hash) values ($1, $2)
       on conflict (person_id) do update set password_hash = $2, failed_attempts = 0, locked_until = null`,
      [personId, passwordHash],
    );
  },
});
