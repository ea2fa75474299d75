/** Identity Center things as plain data. Instants are epoch milliseconds. */
export interface DirectoryUser {
  readonly id: string;
  userName: string;
  displayName: string;
  givenName: string;
  familyName: string;
  email?: string;
  title?: string;
  status: 'ENABLED' | 'DISABLED';
  externalIds: { readonly Issuer: string; readonly Id: string }[];
  readonly createdAt: number;
  readonly createdBy: string;
  updatedAt: number;
  updatedBy: string;
}

export interface DirectoryGroup {
  readonly id: string;
  displayName: string;
  description?: string;
  externalIds: { readonly Issuer: string; readonly Id: string }[];
  readonly createdAt: number;
  readonly createdBy: string;
  updatedAt: number;
  updatedBy: string;
}

export interface Membership {
  readonly id: string;
  readonly groupId: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly createdBy: string;
}

export interface PermissionSet {
  readonly arn: string;
  readonly name: string;
  description?: string;
  sessionDuration: string;
  relayState?: string;
  readonly createdAt: number;
  managedPolicies: { readonly Name: string; readonly Arn: string }[];
  inlinePolicy?: string;
  tags: { readonly Key: string; readonly Value: string }[];
}

export type PrincipalType = 'USER' | 'GROUP';

export interface Assignment {
  readonly awsAccountId: string;
  readonly permissionSetArn: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
}

/** An asynchronous CreateAccountAssignment or DeleteAccountAssignment and how it went. */
export interface AssignmentRequest {
  readonly id: string;
  readonly kind: 'CREATION' | 'DELETION';
  readonly assignment: Assignment;
  readonly createdAt: number;
  readonly dueAt: number;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  failureReason?: string;
  /** What the end of the request will be, when it was already certain at the start. */
  readonly foreseenFailure?: string;
}
