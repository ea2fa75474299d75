import { createHmac } from 'node:crypto';

const STEP_MS = 30_000;
/** How far a device's clock may be off when it is enabled, in steps. AWS publishes none. */
const MAX_DRIFT_STEPS = 10;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The six digits that a virtual MFA device shows at an instant (RFC 6238). */
export function totp(seed: string, at: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP_MS)));
  const mac = createHmac('sha1', decodeBase32(seed)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0');
}

/** Whether two codes are a device's codes of two steps that follow each other, about now. */
export function areConsecutiveCodes(seed: string, codes: readonly [string, string], now: number): boolean {
  for (let drift = -MAX_DRIFT_STEPS; drift <= MAX_DRIFT_STEPS; drift += 1) {
    const at = now + drift * STEP_MS;
    if (totp(seed, at) === codes[0] && totp(seed, at + STEP_MS) === codes[1]) return true;
  }
  return false;
}

function decodeBase32(text: string): Buffer {
  let bits = 0n;
  for (const character of text) bits = (bits << 5n) | BigInt(BASE32.indexOf(character));
  const bytes = (text.length * 5) >> 3;
  return Buffer.from((bits >> BigInt((text.length * 5) % 8)).toString(16).padStart(bytes * 2, '0'), 'hex');
}
