import type { Group } from '../../../api/types.ts';
import { identityKindWords } from '../../../ui/path/kinds.ts';
import { FreshnessCell } from '../../../ui/status/freshness.tsx';
import { Status } from '../../../ui/status/status.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { Identifier } from '../../../ui/text/identifier.tsx';
import { AccountCell, NameCell, None } from './cells.tsx';

/** Never read is not "0 members"; stale members keep their number and say so. */
export function MemberCount({ group }: { group: Group }) {
  if (!group.membersFreshness.readAt && group.memberCount === 0) return <Status sign="undecided">not read</Status>;
  return (
    <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
      {group.memberCount}
      {group.membersFreshness.isStale ? <Status sign="stale">stale</Status> : null}
    </span>
  );
}

export const groupColumns: Column<Group>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(170px, 1.3fr)',
    sort: 'name',
    phone: 'title',
    cell: (group) => <NameCell name={group.name} to={`/groups/${group.id}`} />,
  },
  {
    id: 'kind',
    header: 'Kind',
    width: '150px',
    sort: 'kind',
    phone: 'detail',
    cell: (group) => identityKindWords[group.kind],
  },
  {
    id: 'description',
    header: 'Description',
    width: 'minmax(140px, 1.6fr)',
    cell: (group) => group.description ?? <None />,
  },
  {
    id: 'awsAccount',
    header: 'AWS account',
    width: 'minmax(120px, 1fr)',
    cell: (group) => <AccountCell account={group.awsAccount} />,
  },
  {
    id: 'memberCount',
    header: 'Members',
    width: '110px',
    align: 'right',
    phone: 'aside',
    cell: (group) => <MemberCount group={group} />,
  },
  {
    id: 'nativeId',
    header: 'Id in AWS',
    width: '200px',
    isHidden: true,
    cell: (group) => <Identifier text={group.nativeId} most={22} />,
  },
  { id: 'freshness', header: 'Read', width: '118px', cell: (group) => <FreshnessCell of={group.freshness} /> },
];
export const groupFilters = [
  {
    name: 'kind',
    label: 'Kind',
    options: ['identity-center-group', 'iam-group'].map((value) => ({
      value,
      label: identityKindWords[value] ?? value,
    })),
  },
];
