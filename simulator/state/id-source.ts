import { createHash } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * AWS-shaped ids out of a seed and a counter: the same world always has the same ids, and a world restored from a
 * snapshot goes on where it stopped.
 */
export class IdSource {
  readonly seed: string;
  #drawn: number;

  constructor(seed: string, drawn = 0) {
    this.seed = seed;
    this.#drawn = drawn;
  }

  get drawn(): number {
    return this.#drawn;
  }

  /** Draws on after the n-th draw, as it did then. */
  goTo(drawn: number): void {
    this.#drawn = drawn;
  }

  /** IAM unique id: AIDA user, AGPA group, AROA role, ANPA policy, AKIA and ASIA keys. */
  unique(prefix: string): string {
    return prefix + this.#characters(BASE32, prefix.startsWith('A') && /^(AKIA|ASIA)$/.test(prefix) ? 16 : 17);
  }

  /** Up to 64 characters of base32, as virtual MFA devices have for a seed. */
  base32(length: number): string {
    return this.#characters(BASE32, length);
  }

  hex(length: number): string {
    return this.#bytes().toString('hex').slice(0, length);
  }

  lower(length: number): string {
    return this.#characters(LOWER, length);
  }

  digits(length: number): string {
    return `${1 + (this.#bytes().readUInt32BE(0) % 9)}${this.#characters('0123456789', length - 1)}`;
  }

  secret(): string {
    return this.#bytes().toString('base64').slice(0, 40);
  }

  uuid(): string {
    const hex = this.hex(32);
    const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /** A whole number from 0 up to (not including) the limit. */
  below(limit: number): number {
    return this.#bytes().readUInt32BE(0) % limit;
  }

  #characters(alphabet: string, length: number): string {
    let text = '';
    for (const byte of this.#bytes().subarray(0, length)) text += alphabet[byte % alphabet.length];
    return text;
  }

  #bytes(): Buffer {
    this.#drawn += 1;
    return createHash('sha512').update(`${this.seed}/${this.#drawn}`).digest();
  }
}
