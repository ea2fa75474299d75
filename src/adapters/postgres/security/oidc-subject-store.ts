import type { OidcSubjectStore } from '../../../core/security/oidc/ports.ts';
import type { ExecuteSql } from '../database.ts';

/** Any constant does; held to the end of the transaction. */
const lockKey = 4_201_131;

export const oidcSubjectStore = (executeSql: ExecuteSql): OidcSubjectStore => ({
  async takeTurn() {
    await executeSql('select pg_advisory_xact_lock($1)', [lockKey]);
  },
  async personOf(issuer, subject) {
    const { rows } = await executeSql('select person_id as id from oidc_subject where issuer = $1 and subject = $2', [
      issuer,
      subject,
    ]);
    return rows[0]?.id ?? null;
  },
  async isLinked(personId, issuer) {
    const { rows } = await executeSql('select from oidc_subject where person_id = $1 and issuer = $2', [
      personId,
      issuer,
    ]);
    return rows.length > 0;
  },
  async link({ issuer, subject, personId, now }) {
    await executeSql(
      `insert into oidc_subject (issuer, subject, person_id, linked_at, last_signed_in_at) values ($1, $2, $3, $4, $4)`,
      [issuer, subject, personId, now],
    );
  },
  async signedIn(issuer, subject, now) {
    await executeSql('update oidc_subject set last_signed_in_at = $3 where issuer = $1 and subject = $2', [
      issuer,
      subject,
      now,
    ]);
  },
  async unlink(personId) {
    const { rows } = await executeSql('delete from oidc_subject where person_id = $1 returning subject', [personId]);
    return rows.length;
  },
});
