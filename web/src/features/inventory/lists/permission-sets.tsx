import type { PermissionSet } from '../../../api/types.ts';
import { FreshnessCell } from '../../../ui/status/freshness.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { Identifier } from '../../../ui/text/identifier.tsx';
import { sessionWords } from '../../../ui/text/session-words.ts';
import { NameCell, None } from './cells.tsx';

export const permissionSetColumns: Column<PermissionSet>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(170px, 1.2fr)',
    sort: 'name',
    phone: 'title',
    cell: (set) => <NameCell name={set.name} to={`/permission-sets/${set.id}`} />,
  },
  {
    id: 'description',
    header: 'Description',
    width: 'minmax(150px, 1.8fr)',
    cell: (set) => set.description ?? <None />,
  },
  {
    id: 'sessionDuration',
    header: 'Sessions up to',
    width: '104px',
    phone: 'detail',
    cell: (set) => (set.sessionDuration ? sessionWords(set.sessionDuration) : <None>not read</None>),
  },
  {
    id: 'awsAccountCount',
    header: 'AWS accounts',
    width: '98px',
    align: 'right',
    phone: 'detail',
    cell: (set) => set.awsAccountCount,
  },
  {
    id: 'peopleCount',
    header: 'Held by',
    width: '80px',
    align: 'right',
    phone: 'aside',
    cell: (set) => set.peopleCount,
  },
  {
    id: 'arn',
    header: 'ARN',
    width: 'minmax(220px, 1.3fr)',
    isHidden: true,
    cell: (set) => <Identifier text={set.arn} what="ARN" most={36} />,
  },
  { id: 'freshness', header: 'Read', width: '118px', cell: (set) => <FreshnessCell of={set.freshness} /> },
];
