/** An address in a group of an identity provider. Only that provider's administrators can take it out. */
export interface IdpMembership {
  idpGroupId: string;
  email: string;
}

/** A role that such a membership gives, through a provider in AWS; both by their entities' ids (DIR-4). */
export interface FederatedRight extends IdpMembership {
  kind: 'federated';
  roleId: number;
  providerId: number;
}
