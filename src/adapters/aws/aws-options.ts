import type { ScimDirectory } from '../../core/inventory/scim-directory.ts';
import type { RateBudget } from '../../core/shared/ports.ts';

/** Nothing here reads the environment, except the SDK itself for its credentials and endpoint. */
export interface AwsOptions {
  budget: RateBudget;
  /** The product's own AWS region; without one, the partition's global region. */
  region?: string | undefined;
  /** The principal customers must trust, when GetCallerIdentity does not tell it right (CON-17). */
  principalArn?: string | undefined;
  /** For a role that may not list Identity Center's users (CON-14). */
  scim?: ScimDirectory | undefined;
  /** Calls under way at a time, per part of a reading. Default 8: enough to fill 20 calls a second at 400 ms each. */
  concurrency?: number | undefined;
  /** First pause after AWS says "too fast". Default 500. */
  backOffMs?: number | undefined;
  /** So many times AWS's rates are allowed, by a simulated AWS: what was too fast is over so many times sooner. Default 1. */
  rateScale?: number | undefined;
}
