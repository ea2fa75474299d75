/** What IAM keeps about an AWS account besides its entities, as plain data. Instants are epoch milliseconds. */

/** The root user, as far as the credential report and the account summary tell of it. */
export interface RootUser {
  readonly createdAt: number;
  readonly hasMfa: boolean;
  readonly passwordLastUsedAt?: number;
}

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly needsSymbols: boolean;
  readonly needsNumbers: boolean;
  readonly needsUppercase: boolean;
  readonly needsLowercase: boolean;
  readonly usersMayChange: boolean;
  readonly maxAgeDays?: number;
  readonly reusePrevention?: number;
  readonly hasHardExpiry?: boolean;
}

/** Written when it was asked for, shown once it is ready. */
export interface CredentialReport {
  readonly generatedAt: number;
  readonly readyAt: number;
  readonly csv: string;
}

/** One service in a last-accessed report. */
export interface ServiceAccess {
  readonly namespace: string;
  readonly entities: number;
  readonly at?: number;
  readonly region?: string;
  readonly entityArn?: string;
}

/** A last-accessed report of one entity: only who asked for it may read it. */
export interface LastAccessedJob {
  readonly id: string;
  readonly callerId: string;
  readonly granularity: 'SERVICE_LEVEL' | 'ACTION_LEVEL';
  readonly createdAt: number;
  readonly readyAt: number;
  readonly services: readonly ServiceAccess[];
}
