import type { AwsError } from '../protocols/aws-error.ts';

/** How a service pages: its members' names, its sizes and how it refuses a token it did not make. */
export interface Paging {
  readonly token: string;
  readonly limit: string;
  readonly size: number;
  invalidToken(): AwsError;
}
