import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useList, usePermission } from '../../api/queries.ts';
import type { IdentityProvider } from '../../api/types.ts';
import { Empty } from '../../ui/feedback/states.tsx';
import { Page } from '../../ui/layout/page.tsx';
import { Status } from '../../ui/status/status.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useTableState } from '../../ui/table/use-table-state.ts';
import { Time } from '../../ui/text/time.tsx';
import { AddProviderDrawer } from './add-provider-drawer.tsx';
import classes from './federation.module.css';

const columns: Column<IdentityProvider>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(160px, 1.2fr)',
    phone: 'title',
    cell: (provider) => <span className={classes.name}>{provider.name}</span>,
  },
  {
    id: 'trusts',
    header: 'In AWS',
    width: 'minmax(180px, 1.6fr)',
    phone: 'detail',
    cell: (provider) => <Trusts provider={provider} />,
  },
  {
    id: 'groups',
    header: 'Groups',
    width: '90px',
    align: 'right',
    phone: 'detail',
    cell: (provider) => provider.groupCount,
  },
  {
    id: 'people',
    header: 'People',
    width: '90px',
    align: 'right',
    phone: 'detail',
    cell: (provider) => provider.personCount,
  },
  {
    id: 'unmatched',
    header: 'Addresses of nobody',
    width: '160px',
    phone: 'detail',
    cell: (provider) => <Unmatched count={provider.unmatchedEmails} isEmpty={provider.groupCount === 0} />,
  },
  {
    id: 'since',
    header: 'Since',
    width: '120px',
    cell: (provider) => (
      <span className={classes.soft}>
        <Time at={provider.createdAt} as="day" />
      </span>
    ),
  },
];

function Trusts({ provider }: { provider: IdentityProvider }) {
  if (provider.trusts.length === 0) return <Status sign="warn">no provider in AWS chosen</Status>;
  const words = provider.trusts.map(
    ({ arn, awsAccount }) => `${arn.split('/').slice(1).join('/')}${awsAccount ? ` in ${awsAccount.name}` : ''}`,
  );
  return <span title={words.join('\n')}>{words.join(', ')}</span>;
}
/** An address that belongs to nobody is somebody with access whom no page names. */
export function Unmatched({ count, isEmpty }: { count: number; isEmpty: boolean }) {
  if (isEmpty) return <span className={classes.grey}>no file yet</span>;
  return count === 0 ? <Status sign="pass">none</Status> : <Status sign="warn">{count}</Status>;
}

/** Identity providers outside AWS: whose groups decide who comes in through a SAML or OIDC provider. */
export function ProvidersPage() {
  const list = useList('/api/v1/identity-providers', { query: {} });
  const mayManage = usePermission('federation.manage');
  const [{ filters }, change] = useTableState();
  return (
    <Page
      title="IdP groups"
      actions={
        mayManage ? (
          <Button
            variant="filled"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => change({ add: 'provider' })}
          >
            Add identity provider
          </Button>
        ) : undefined
      }
    >
      <div className={classes.list}>
        <DataTable
          label="Identity providers"
          noun={list.total === 1 ? 'identity provider' : 'identity providers'}
          columns={columns}
          list={list}
          keyOf={(provider) => provider.id}
          hrefOf={(provider) => `/identity-providers/${provider.id}`}
          empty={
            <Empty title="No identity provider yet">
              AWS knows that a role trusts Okta or another provider; who comes through it, only the provider knows. With
              its groups here, those people show by name instead of “members not visible from AWS”.
            </Empty>
          }
        />
      </div>
      <AddProviderDrawer isOpen={mayManage && filters.add === 'provider'} onClose={() => change({ add: undefined })} />
    </Page>
  );
}
