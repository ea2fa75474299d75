import type { Role } from '../../../api/types.ts';
import { FreshnessCell } from '../../../ui/status/freshness.tsx';
import { Badge } from '../../../ui/status/status.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { Identifier } from '../../../ui/text/identifier.tsx';
import { AccountCell, NameCell, None } from './cells.tsx';

function TrustCell({ role }: { role: Role }) {
  const [first, ...more] = role.trust;
  return (
    <span title={role.trust.join('\n')}>
      {first ?? <None>not read</None>}
      {more.length > 0 ? <span style={{ color: 'var(--cs-text3)' }}> and {more.length} more</span> : null}
    </span>
  );
}

export const roleColumns: Column<Role>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(190px, 1.2fr)',
    sort: 'name',
    phone: 'title',
    cell: (role) => <NameCell name={role.name} to={`/roles/${role.id}`} />,
  },
  {
    id: 'awsAccount',
    header: 'AWS account',
    width: 'minmax(110px, 0.8fr)',
    phone: 'detail',
    cell: (role) => <AccountCell account={role.awsAccount} />,
  },
  {
    id: 'trust',
    header: 'Trusts',
    width: 'minmax(160px, 1.6fr)',
    phone: 'detail',
    cell: (role) => <TrustCell role={role} />,
  },
  {
    id: 'members',
    header: 'Members',
    width: '206px',
    cell: (role) =>
      role.areMembersVisible ? (
        role.permissionSet ? (
          <span>by {role.permissionSet}</span>
        ) : (
          'by its trust policy'
        )
      ) : (
        <Badge sign="hidden">members not visible from AWS</Badge>
      ),
  },
  {
    id: 'path',
    header: 'Path',
    width: '110px',
    isHidden: true,
    cell: (role) => <code className="cs-mono">{role.path}</code>,
  },
  {
    id: 'arn',
    header: 'ARN',
    width: 'minmax(220px, 1.3fr)',
    isHidden: true,
    cell: (role) => <Identifier text={role.arn} what="ARN" most={36} />,
  },
  { id: 'freshness', header: 'Read', width: '112px', cell: (role) => <FreshnessCell of={role.freshness} /> },
];
