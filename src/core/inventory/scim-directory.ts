import type { AwsConnection } from '../connectors/model/aws-connection.ts';

/** A user of Identity Center as its SCIM API tells it. */
export interface DirectoryUser {
  /** The same as the Identity Store's. */
  id: string;
  isActive: boolean;
  userName: string | undefined;
  displayName: string | undefined;
  formattedName: string | undefined;
  givenName: string | undefined;
  familyName: string | undefined;
  email: string | undefined;
  title: string | undefined;
  userType: string | undefined;
  externalId: string | undefined;
}

/** Makes one call, tried again by rules, counted, and at the rate that the API is given; `signal` is an AbortSignal. */
export type CallScim = <T>(operation: string, send: (signal: unknown) => Promise<T>) => Promise<T>;

/** Identity Center's users by its SCIM API, for a role that may not list them (CON-14). */
export interface ScimDirectory {
  /** Page after page of a hundred. What `call` throws ends it. */
  users(connection: AwsConnection, call: CallScim): AsyncGenerator<DirectoryUser[]>;
}
