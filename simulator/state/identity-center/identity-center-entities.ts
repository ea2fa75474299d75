/** Identity Center things as plain data. Instants are epoch milliseconds. */
export interface DirectoryUser {
  readonly id: string;
  userName: string;
  displayName: string;
  givenName: string;
  familyName: string;
  email?: string;
  title?: string;
  /** What the directory keeps but never looks at, by the names Identity Store gives it: Addresses, Locale, … */
  attributes?: Record<string, unknown>;
  /** What an identity provider says of the user's work; by SCIM's names. */
  enterprise?: {
    readonly [part: string]: unknown;
    readonly manager?: { readonly value: string };
  };
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

/** A policy by name and path: each AWS account must have its own of that name (SSO Admin's own member names). */
export interface CustomerPolicy {
  readonly Name: string;
  readonly Path: string;
}

export type Boundary =
  | { readonly ManagedPolicyArn: string }
  | { readonly CustomerManagedPolicyReference: CustomerPolicy };

export interface PermissionSet {
  readonly arn: string;
  readonly name: string;
  description?: string;
  sessionDuration: string;
  relayState?: string;
  readonly createdAt: number;
  managedPolicies: { readonly Name: string; readonly Arn: string }[];
  customerPolicies?: CustomerPolicy[];
  inlinePolicy?: string;
  boundary?: Boundary;
  tags: { readonly Key: string; readonly Value: string }[];
}

export type PrincipalType = 'USER' | 'GROUP';

export interface Assignment {
  readonly awsAccountId: string;
  readonly permissionSetArn: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
}

/** Something Identity Center does on its own time, and how it went. */
interface AsynchronousRequest {
  readonly id: string;
  readonly createdAt: number;
  readonly dueAt: number;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  failureReason?: string;
  /** What the end of the request will be, when it was already certain at the start. */
  readonly foreseenFailure?: string;
}

/** CreateAccountAssignment or DeleteAccountAssignment. */
export interface AssignmentRequest extends AsynchronousRequest {
  readonly kind: 'CREATION' | 'DELETION';
  readonly assignment: Assignment;
}

/** ProvisionPermissionSet: to one AWS account, or to all that have the set. */
export interface ProvisioningRequest extends AsynchronousRequest {
  readonly kind: 'PROVISIONING';
  readonly permissionSetArn: string;
  readonly awsAccountId?: string;
}

export type CenterRequest = AssignmentRequest | ProvisioningRequest;
