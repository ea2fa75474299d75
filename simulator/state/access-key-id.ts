const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const RANDOM_BITS = 39n;
/** The first bit of the ids that AWS gives since 2019, which carry the AWS account. */
const CARRIES_ACCOUNT = 1n << 79n;

/**
 * An access key id that carries its AWS account as AWS's do: 80 bits in base32, of which 40 below the first are the
 * account. So the owner of a key is known before its AWS account is built.
 */
export function accessKeyId(prefix: 'AKIA' | 'ASIA', awsAccountId: string, randomHex: string): string {
  const random = BigInt(`0x${randomHex}`) & ((1n << RANDOM_BITS) - 1n);
  let bits = CARRIES_ACCOUNT | (BigInt(awsAccountId) << RANDOM_BITS) | random;
  let text = '';
  for (let index = 0; index < 16; index += 1) {
    text = BASE32[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return prefix + text;
}

/** The AWS account that an access key id carries; any other id names some AWS account that does not exist. */
export function awsAccountIdOf(keyId: string): string | undefined {
  const match = /^A[KS]IA([A-Z2-7]{16})$/.exec(keyId);
  if (!match) return undefined;
  let bits = 0n;
  for (const character of match[1] ?? '') bits = (bits << 5n) | BigInt(BASE32.indexOf(character));
  return String((bits & (CARRIES_ACCOUNT - 1n)) >> RANDOM_BITS).padStart(12, '0');
}
