import type { IdempotencyKeys } from '../../../core/shared/idempotency.ts';
import { Refusal } from '../../../core/shared/refusal.ts';
import type { ExecuteSql } from '../database.ts';

export const idempotencyKeys = (executeSql: ExecuteSql): IdempotencyKeys => ({
  async claim(request, objectId) {
    await executeSql(`delete from idempotency_key where created_at < product_now() - interval '24 hours'`);
    const key = [request.personId, request.route, request.key];
    // Waits for a transaction that holds the same key: it either commits (conflict) or rolls back (ours).
    const claimed = await executeSql(
      `insert into idempotency_key (person_id, route, key, body_digest, object_id, created_at)
       values ($1, $2, $3, $4, $5, product_now()) on conflict do nothing returning object_id`,
      [...key, request.bodyDigest, objectId],
    );
    if (claimed.rows.length > 0) return null;
    const { rows } = await executeSql(
      `select object_id as "objectId", body_digest = $4 as "isSame" from idempotency_key
       where person_id = $1 and route = $2 and key = $3`,
      [...key, request.bodyDigest],
    );
    if (!rows[0]?.isSame)
      throw new Refusal(
        'conflict',
        'idempotency-key-reused',
        'This Idempotency-Key was sent before with another body. Use a new key for a new request.',
        { field: 'Idempotency-Key' },
      );
    return rows[0].objectId;
  },
});
