import type { AwsAccount } from '../../../api/types.ts';
import { FreshnessCell } from '../../../ui/status/freshness.tsx';
import { StateWord } from '../../../ui/status/state-words.tsx';
import { Badge } from '../../../ui/status/status.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { Identifier } from '../../../ui/text/identifier.tsx';
import { NameCell, None } from './cells.tsx';

export const awsAccountColumns: Column<AwsAccount>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(190px, 1.5fr)',
    sort: 'name',
    phone: 'title',
    cell: (account) => (
      <NameCell name={account.name} to={`/aws-accounts/${account.awsAccountId}`}>
        {account.isManagement ? <Badge>management</Badge> : null}
      </NameCell>
    ),
  },
  {
    id: 'awsAccountId',
    header: 'AWS account id',
    width: '140px',
    sort: 'awsAccountId',
    phone: 'detail',
    cell: (account) => <Identifier text={account.awsAccountId} what="AWS account id" />,
  },
  {
    id: 'alias',
    header: 'Alias',
    width: 'minmax(100px, 1fr)',
    isHidden: true,
    cell: (account) => account.alias ?? <None>not read</None>,
  },
  {
    id: 'email',
    header: 'E-mail',
    width: 'minmax(140px, 1.2fr)',
    cell: (account) => account.email ?? <None>not told</None>,
  },
  {
    id: 'status',
    header: 'State',
    width: '104px',
    sort: 'status',
    phone: 'aside',
    cell: (account) => <StateWord state={account.status} />,
  },
  {
    id: 'permissionSetCount',
    header: 'Permission sets',
    width: '104px',
    align: 'right',
    cell: (account) => account.permissionSetCount,
  },
  {
    id: 'peopleCount',
    header: 'Can reach it',
    width: '92px',
    align: 'right',
    phone: 'detail',
    cell: (account) => account.peopleCount,
  },
  { id: 'freshness', header: 'Read', width: '118px', cell: (account) => <FreshnessCell of={account.freshness} /> },
];
export const awsAccountFilters = [
  {
    name: 'status',
    label: 'State',
    options: [
      { value: 'ACTIVE', label: 'active' },
      { value: 'SUSPENDED', label: 'suspended' },
    ],
  },
];
