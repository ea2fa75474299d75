import type { PersonId } from './ids.ts';

/** A POST that makes something, sent with an Idempotency-Key: sent again, it must not make a second one. */
export interface IdempotentRequest {
  personId: PersonId;
  /** Method and path, e.g. `POST /api/v1/connectors`. */
  route: string;
  key: string;
  /** SHA-256 of the validated body. */
  bodyDigest: Uint8Array;
}

export interface IdempotencyKeys {
  /**
   * Inside the transaction that makes the object: remembers its id under the key. Returns null for the first request, or
   * the id that the first one made; throws Refusal `idempotency-key-reused` when that one had another body. Waits for a
   * request with the same key that has not committed yet. Kept for 24 hours.
   */
  claim(request: IdempotentRequest, objectId: string): Promise<string | null>;
}
