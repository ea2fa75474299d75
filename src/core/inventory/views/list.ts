import type { PageRequest } from '../../shared/page.ts';
import type { Instant } from '../../shared/ports.ts';

export interface ListRequest extends PageRequest {
  /** Part of a name, e-mail, ARN or native id. */
  q?: string | undefined;
  sort?: string | undefined;
  order: 'asc' | 'desc';
  /** Facts as they were published then; the newest when absent. */
  asOf?: Instant | undefined;
}
export type AsOf = Pick<ListRequest, 'asOf'>;

export interface PersonRef {
  id: string;
  name: string;
}
export interface AwsAccountRef {
  awsAccountId: string;
  name: string;
}
/** How fresh a fact is: never newer than `readAt`; stale when the last try to read it failed (SYN-4). */
export interface Freshness {
  readAt: Instant | null;
  isStale: boolean;
  staleSince: Instant | null;
  staleReason: string | null;
}
