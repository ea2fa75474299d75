import { createHash } from 'node:crypto';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { IdempotentRequest } from '../../../core/shared/idempotency.ts';
import { Refusal } from '../../../core/shared/refusal.ts';

/** The caller's Idempotency-Key together with what it stands for; null when there is none. */
export const idempotentRequest = (input: {
  request: { method: string; url: string; headers: Record<string, string | string[] | undefined> };
  viewer: Viewer;
  body: unknown;
}): IdempotentRequest | null => {
  const key = input.request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !/^[\x20-\x7e]{1,200}$/.test(key))
    throw new Refusal('invalid', 'idempotency-key-invalid', 'An Idempotency-Key has 1 to 200 printable characters.', {
      field: 'Idempotency-Key',
    });
  return {
    personId: input.viewer.personId,
    route: `${input.request.method} ${input.request.url.split('?')[0]}`,
    key,
    // Validated by Zod, so its keys come in the schema's order whatever order they were sent in.
    bodyDigest: createHash('sha256')
      .update(JSON.stringify(input.body) ?? '')
      .digest(),
  };
};
