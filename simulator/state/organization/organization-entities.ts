import type { Tag } from '../iam/iam-entities.ts';

type AwsAccountState = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';

/** What an organization consists of, as plain data. Instants are epoch milliseconds. */
export interface OrganizationAccount {
  readonly id: string;
  name: string;
  email: string;
  state: AwsAccountState;
  parentId: string;
  readonly joinedMethod: 'INVITED' | 'CREATED';
  readonly joinedAt: number;
}

export interface OrganizationalUnit {
  readonly id: string;
  name: string;
  readonly parentId: string;
}

export interface DelegatedAdministrator {
  readonly awsAccountId: string;
  readonly servicePrincipal: string;
  readonly enabledAt: number;
}

/** A service control policy: the one type that is simulated. */
export interface OrganizationPolicy {
  readonly id: string;
  name: string;
  description: string;
  document: string;
  readonly isAwsManaged: boolean;
}

/** CreateAccount, or the time that closing an AWS account takes. */
export interface AccountRequest {
  readonly id: string;
  readonly kind: 'CREATE' | 'CLOSE';
  readonly awsAccountId: string;
  readonly name: string;
  readonly email: string;
  readonly roleName: string;
  readonly tags: readonly Tag[];
  readonly requestedAt: number;
  readonly dueAt: number;
  state: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  failureReason?: string;
}

/** Attached to everything in every organization until somebody detaches it. */
export const FULL_AWS_ACCESS: OrganizationPolicy = {
  id: 'p-FullAWSAccess',
  name: 'FullAWSAccess',
  description: 'Allows access to every operation',
  document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  isAwsManaged: true,
};
