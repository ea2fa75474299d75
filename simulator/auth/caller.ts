import type { AccessKey, IamRole, IamUser, Tag } from '../state/iam/iam-entities.ts';

/** Who signed a request, as AWS sees it. */
export interface Caller {
  readonly awsAccountId: string;
  /** What refusals name: the user's ARN, or the session's. */
  readonly arn: string;
  /** What trust policies name: the user's ARN, or the role's with its path. */
  readonly principalArn: string;
  /** AIDA… of a user, AROA…:session of a role session. */
  readonly userId: string;
  readonly uniqueId: string;
  readonly user?: IamUser;
  /** The user's key that signed the request. */
  readonly accessKey?: AccessKey;
  readonly role?: IamRole;
  readonly session?: Session;
}

/** What a role session carries besides its role. */
export interface Session {
  readonly name: string;
  readonly expiresAt: number | undefined;
  readonly policies: readonly string[];
  readonly tags: readonly Tag[];
  /** Those of the tags that a session begun from this one has as well. */
  readonly transitiveTagKeys?: readonly string[] | undefined;
  readonly sourceIdentity: string | undefined;
  readonly startedAt?: number | undefined;
  /** The person of Identity Center whose access the session is. */
  readonly onBehalfOf?: OnBehalfOf | undefined;
}

export interface OnBehalfOf {
  readonly userId: string;
  readonly identityStoreArn: string;
}
