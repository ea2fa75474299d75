import type { EntityKind } from '../../../../core/inventory/model/kinds.ts';
import {
  type AccessPath,
  type Mapping,
  pathSentence,
  pathSteps,
  principalName,
  principalPageId,
  qualifierOf,
} from '../../../../core/inventory/model/path-sentence.ts';
import type { AccessRowView } from '../../../../core/inventory/views/access-views.ts';
import type { AwsAccountRef, PersonRef } from '../../../../core/inventory/views/list.ts';

/** A row as row-details.ts builds it. */
export interface StoredRow {
  key: (string | number)[];
  /** entitlement_kind, or 0: an IAM user that is just there. */
  kind: 0 | 1 | 2 | 3;
  qualifier: string;
  since: string;
  isStale: boolean;
  person: PersonRef | null;
  principal: { id: string; kind: EntityKind; name: string; status: string | null };
  entityId: string | null;
  name: string;
  awsAccount: AwsAccountRef | null;
  group: { id: string; name: string } | null;
  startSet: { id: string; name: string } | null;
  startAwsAccount: AwsAccountRef | null;
  firstRole: { id: string; name: string } | null;
  firstRoleAwsAccount: AwsAccountRef | null;
  chain: AccessPath['roles'] | null;
  /** The group of an identity provider by which the person is here. */
  idpGroup: string | null;
  /** Of a provider's own row: whose groups say who comes through it. */
  mappedBy: Mapping | null;
}

const kinds = ['aws-account-user', 'group-member', 'permission-set-assignment', 'assume-role'] as const;

export function toAccessRow(row: StoredRow): AccessRowView {
  const path = pathOf(row);
  const { principal } = row;
  return {
    person: row.person,
    identity: {
      id: principalPageId(principal),
      kind: principal.kind,
      name: principalName(principal),
      status: principal.status,
    },
    entitlement: { kind: kinds[row.kind], name: row.name, entityId: row.entityId, awsAccount: row.awsAccount },
    path: pathSteps(path),
    sentence: pathSentence(path),
    since: row.since,
    qualifier: qualifierOf(principal.kind, row.qualifier, row.idpGroup === null ? row.mappedBy : 'known'),
    isStale: row.isStale,
  };
}

function pathOf(row: StoredRow): AccessPath {
  const { kind, awsAccount } = row;
  const target = { id: row.entityId ?? '', name: row.name };
  const first = row.firstRole && { ...row.firstRole, awsAccount: row.firstRoleAwsAccount };
  const last = row.chain ?? (kind === 3 ? [{ ...target, awsAccount }] : []);
  return {
    person: row.person,
    principal: row.principal,
    idpGroup: row.idpGroup,
    group: row.group && { ...row.group, awsAccount: kind === 1 ? awsAccount : null },
    assignment:
      kind === 2 && awsAccount
        ? { permissionSet: target, awsAccount }
        : row.startSet && row.startAwsAccount
          ? { permissionSet: row.startSet, awsAccount: row.startAwsAccount }
          : null,
    roles: first ? [first, ...last] : last,
    home: kind === 0 ? awsAccount : null,
  };
}
