import { performance } from 'node:perf_hooks';

export interface Rate {
  readonly family: string;
  readonly perSecond: number;
  readonly burst: number;
  /** Each region has its own. */
  readonly isRegional?: boolean;
}

/**
 * Rates by service (facts 3.3): Identity Center publishes 20/s and shares it with Identity Store, LookupEvents 2/s "per
 * account, per Region"; those of IAM and Organizations are not published, these are settings. STS is cheap to call and
 * not limited here.
 */
const IDENTITY_CENTER: Rate = { family: 'identity-center', perSecond: 20, burst: 20 };
export const RATES: Readonly<Record<string, Rate>> = {
  sso: IDENTITY_CENTER,
  identitystore: IDENTITY_CENTER,
  organizations: { family: 'organizations', perSecond: 5, burst: 20 },
  iam: { family: 'iam', perSecond: 20, burst: 100 },
  scim: { family: 'scim', perSecond: 10, burst: 150 },
  cloudtrail: { family: 'cloudtrail', perSecond: 2, burst: 2, isRegional: true },
};

/** Token buckets per family and AWS account that owns the credentials. */
export class TokenBuckets {
  readonly #buckets = new Map<string, { tokens: number; filledAt: number }>();
  isOn: boolean;
  /** Rates and bursts are that many times AWS's: a benchmark need not wait for the true ones. */
  scale = 1;

  constructor(isOn: boolean) {
    this.isOn = isOn;
  }

  /** Takes one token; false when the bucket is empty. */
  take(service: string, awsAccountId: string, region: string): boolean {
    const rate = RATES[service];
    if (!this.isOn || !rate) return true;
    const key = rate.isRegional ? `${rate.family}/${awsAccountId}/${region}` : `${rate.family}/${awsAccountId}`;
    const now = performance.now();
    const burst = rate.burst * this.scale;
    const bucket = this.#buckets.get(key) ?? { tokens: burst, filledAt: now };
    const refilled = bucket.tokens + ((now - bucket.filledAt) / 1000) * rate.perSecond * this.scale;
    bucket.tokens = Math.min(burst, refilled);
    bucket.filledAt = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  clear(): void {
    this.#buckets.clear();
  }
}
