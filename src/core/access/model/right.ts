import type { EntityKind } from '../../inventory/model/kinds.ts';

/** What the product can give and take away: membership of a group, or a permission set on an AWS account (PRV-1). */
export type RightKind = 'group-member' | 'permission-set-assignment';

/** One right of one principal, by the entities' ids: the key of the ledger. */
export interface Right {
  kind: RightKind;
  /** The group, or the AWS account. */
  targetId: number;
  /** Only of a permission set assignment. */
  permissionSetId: number | null;
  /** The identity that holds it: Identity Center user or group, or IAM user. */
  principalId: number;
}

/** Where a right is written: through which connector, and in which unit of work (PRV-4: one writer per unit). */
export interface RightPlace<ConnectorId> {
  connectorId: ConnectorId;
  /** The AWS account's 12 digits, or the identity store's id for an Identity Center group. */
  unitKey: string;
}

export interface RightEntity {
  kind: EntityKind;
  /** As AWS calls it; see core/inventory/model/kinds.ts. */
  nativeId: string;
  name: string;
  /** False when the newest reading no longer holds it: deleted in AWS, or never listed. */
  isCurrent: boolean;
  status: string | null;
  attrs: Record<string, unknown>;
}

/** What the inventory knows about a right's parts. */
export interface RightFacts {
  target: RightEntity;
  permissionSet: RightEntity | null;
  principal: RightEntity;
  /** Of an IAM group: the AWS account that it is in, which need not be the connector's own (CON-11). */
  awsAccountId: string | null;
  /** Of the connector that writes it. */
  connector: {
    name: string;
    awsAccountId: string | null;
    managementAwsAccountId: string | null;
    instanceArn: string | null;
    region: string | null;
  };
}

/** A right in AWS's own ids. */
export type AwsRight =
  | {
      kind: 'assignment';
      instanceArn: string;
      awsAccountId: string;
      permissionSetArn: string;
      principalType: 'USER' | 'GROUP';
      principalId: string;
    }
  | { kind: 'identity-center-membership'; identityStoreId: string; groupId: string; userId: string }
  /** Names are asked of AWS when needed: they can be changed and used again, the unique ids can not (SYN-5). */
  | { kind: 'iam-membership'; awsAccountId: string; groupId: string; groupName: string; userId: string };

/** Null when the parts do not make a right that can be written, e.g. an Identity Center group in an IAM group. */
export const awsRightOf = (facts: RightFacts): AwsRight | null => {
  const { target, permissionSet, principal, awsAccountId, connector } = facts;
  if (permissionSet) {
    if (target.kind !== 'aws-account' || connector.instanceArn === null) return null;
    if (principal.kind !== 'identity-center-user' && principal.kind !== 'identity-center-group') return null;
    return {
      kind: 'assignment',
      instanceArn: connector.instanceArn,
      awsAccountId: target.nativeId,
      permissionSetArn: permissionSet.nativeId,
      principalType: principal.kind === 'identity-center-user' ? 'USER' : 'GROUP',
      principalId: inStore(principal.nativeId).id,
    };
  }
  if (target.kind === 'identity-center-group' && principal.kind === 'identity-center-user') {
    const { storeId, id } = inStore(target.nativeId);
    return {
      kind: 'identity-center-membership',
      identityStoreId: storeId,
      groupId: id,
      userId: inStore(principal.nativeId).id,
    };
  }
  if (target.kind === 'iam-group' && principal.kind === 'iam-user' && awsAccountId !== null)
    return {
      kind: 'iam-membership',
      awsAccountId,
      groupId: target.nativeId,
      groupName: target.name,
      userId: principal.nativeId,
    };
  return null;
};

/**
 * An IAM group in another AWS account than the connector's own. Its role there only reads, and its own role would change
 * whatever has the same name at home: a person makes these changes, whether or not provisioning is on (CON-11).
 */
export const isElsewhere = ({ target, awsAccountId, connector }: RightFacts): boolean =>
  target.kind === 'iam-group' && awsAccountId !== connector.awsAccountId;

/** `<identity store id>/<uuid>`. */
const inStore = (nativeId: string) => {
  const slash = nativeId.indexOf('/');
  return { storeId: nativeId.slice(0, slash), id: nativeId.slice(slash + 1) };
};

/** "ReadOnlyAccess on prod-payments", "group Platform". */
export const entitlementName = ({ target, permissionSet }: RightFacts): string =>
  permissionSet ? `${permissionSet.name} on ${target.name}` : `group ${target.name}`;
