import type { PublicSigningKey, SigningKey, SigningKeyStore } from '../../../core/security/signing/ports.ts';
import type { ExecuteSql } from '../database.ts';

/** One transaction at a time makes keys; the number is arbitrary and only ours. */
const lockKey = 4_201_126;

const publicKeyColumns = `id, public_key_pem as "publicKeyPem", created_at as "createdAt",
  retired_at as "retiredAt", endorsed_by as "endorsedBy", encode(endorsement, 'base64') as endorsement`;

export const signingKeyStore = (executeSql: ExecuteSql): SigningKeyStore => ({
  async takeTurn() {
    await executeSql('select pg_advisory_xact_lock($1)', [lockKey]);
  },
  async list() {
    const { rows } = await executeSql(
      `select ${publicKeyColumns}, private_key_sealed as "privateKeySealed" from signing_key order by created_at, id`,
    );
    return rows.map((row: SigningKey) => ({ ...publicKeyOf(row), privateKeySealed: row.privateKeySealed }));
  },
  async add(key) {
    await executeSql(
      `insert into signing_key (id, public_key_pem, private_key_sealed, created_at, endorsed_by, endorsement)
       values ($1, $2, $3, $4, $5, decode($6, 'base64'))`,
      [key.id, key.publicKeyPem, key.privateKeySealed, key.createdAt, key.endorsedBy, key.endorsement],
    );
  },
  async retire(id, now) {
    await executeSql('update signing_key set retired_at = $2 where id = $1', [id, now]);
  },
});

/** What anybody may see of all keys, oldest first. */
export const publicKeys = async (executeSql: ExecuteSql): Promise<PublicSigningKey[]> => {
  const { rows } = await executeSql(`select ${publicKeyColumns} from signing_key order by created_at, id`);
  return rows.map(publicKeyOf);
};

/** PostgreSQL breaks base64 after 76 characters. */
const publicKeyOf = (row: PublicSigningKey): PublicSigningKey => ({
  id: row.id,
  publicKeyPem: row.publicKeyPem,
  createdAt: row.createdAt,
  retiredAt: row.retiredAt,
  endorsedBy: row.endorsedBy,
  endorsement: row.endorsement?.replaceAll('\n', '') ?? null,
});
