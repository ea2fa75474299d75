import { Link } from '@tanstack/react-router';
import type { Identity } from '../../../api/types.ts';
import { identityKindWords } from '../../../ui/path/kinds.ts';
import { FreshnessCell } from '../../../ui/status/freshness.tsx';
import { StateWord } from '../../../ui/status/state-words.tsx';
import { Badge } from '../../../ui/status/status.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { Identifier } from '../../../ui/text/identifier.tsx';
import { AccountCell, NameCell, None } from './cells.tsx';

export const identityColumns: Column<Identity>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(150px, 1.2fr)',
    sort: 'name',
    phone: 'title',
    cell: (identity) => <NameCell name={identity.name} to={`/identities/${identity.id}`} />,
  },
  {
    id: 'kind',
    header: 'Kind',
    width: '140px',
    sort: 'kind',
    phone: 'detail',
    cell: (identity) => identityKindWords[identity.kind],
  },
  {
    id: 'person',
    header: 'Person',
    width: 'minmax(140px, 1.1fr)',
    phone: 'detail',
    cell: (identity) =>
      identity.person ? (
        <>
          <Link to={`/people/${identity.person.id}`} style={{ color: 'inherit' }}>
            {identity.person.name}
          </Link>{' '}
          <span style={{ color: 'var(--cs-text3)' }}>by {identity.person.method}</span>
        </>
      ) : identity.kind === 'iam-role' ? (
        <None>a role, nobody’s own</None>
      ) : (
        <Badge>unmatched</Badge>
      ),
  },
  {
    id: 'awsAccount',
    header: 'AWS account',
    width: 'minmax(110px, 1fr)',
    cell: (identity) => <AccountCell account={identity.awsAccount} />,
  },
  {
    id: 'email',
    header: 'E-mail',
    width: 'minmax(120px, 1fr)',
    isHidden: true,
    cell: (identity) => identity.email ?? <None />,
  },
  {
    id: 'status',
    header: 'State',
    width: '96px',
    phone: 'aside',
    cell: (identity) => <StateWord state={identity.status} />,
  },
  {
    id: 'nativeId',
    header: 'Id in AWS',
    width: '190px',
    isHidden: true,
    cell: (identity) => <Identifier text={identity.nativeId} most={20} />,
  },
  {
    id: 'arn',
    header: 'ARN',
    width: 'minmax(200px, 1.3fr)',
    isHidden: true,
    cell: (identity) =>
      identity.arn ? <Identifier text={identity.arn} what="ARN" most={36} /> : <None>has no ARN</None>,
  },
  { id: 'freshness', header: 'Read', width: '112px', cell: (identity) => <FreshnessCell of={identity.freshness} /> },
];
export const identityFilters = [
  {
    name: 'kind',
    label: 'Kind',
    options: ['identity-center-user', 'iam-user', 'iam-role'].map((value) => ({
      value,
      label: identityKindWords[value] ?? value,
    })),
  },
  {
    name: 'isMatched',
    label: 'Person',
    options: [
      { value: 'true', label: 'matched' },
      { value: 'false', label: 'unmatched' },
    ],
  },
];
