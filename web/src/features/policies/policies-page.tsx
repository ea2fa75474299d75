import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useList, usePermission } from '../../api/queries.ts';
import type { Policy } from '../../api/types.ts';
import { Empty } from '../../ui/feedback/states.tsx';
import { Page } from '../../ui/layout/page.tsx';
import { Banner } from '../../ui/status/banner.tsx';
import { Status } from '../../ui/status/status.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { Time } from '../../ui/text/time.tsx';
import { counted } from '../../ui/text/words.ts';
import classes from './policies.module.css';
import { approvalOf, sentenceOf, shapeWords } from './policy-words.ts';

const columns: Column<Policy>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(220px, 1.5fr)',
    phone: 'title',
    cell: (policy) => <span className={classes.name}>{policy.name}</span>,
  },
  { id: 'shape', header: 'Kind', width: '130px', cell: (policy) => shapeWords(policy.form.shape) },
  {
    id: 'sentence',
    header: 'What it says',
    width: 'minmax(220px, 2.2fr)',
    phone: 'detail',
    cell: (policy) => <span title={sentenceOf(policy.form)}>{sentenceOf(policy.form)}</span>,
  },
  {
    id: 'approval',
    header: 'Approved by',
    width: 'minmax(140px, 1.1fr)',
    phone: 'detail',
    cell: (policy) =>
      policy.approvesByItself ? (
        <Status sign="warn">approves by itself</Status>
      ) : (
        <span title={approvalOf(policy.form)}>{approvalOf(policy.form)}</span>
      ),
  },
  {
    id: 'state',
    header: 'State',
    width: '96px',
    phone: 'aside',
    cell: (policy) => <PolicyState isEnabled={policy.isEnabled} />,
  },
  {
    id: 'changed',
    header: 'Changed',
    width: '120px',
    cell: (policy) => (
      <span className={classes.soft}>
        <Time at={policy.updatedAt} />
      </span>
    ),
  },
];

export const PolicyState = ({ isEnabled }: { isEnabled: boolean }) => (
  <Status sign={isEnabled ? 'pass' : 'off'}>{isEnabled ? 'In force' : 'Off'}</Status>
);

/** What gives access without asking anybody is never only a row among others. */
const ByThemselves = ({ count }: { count: number }) =>
  count === 0 ? null : (
    <div className={classes.byThemselves}>
      <Banner tone="warn">
        <p>
          <strong>
            {counted(count, 'policy', 'policies')} in force{' '}
            {count === 1 ? 'approves by itself' : 'approve by themselves'}.
          </strong>{' '}
          Nobody is asked: whoever {count === 1 ? 'it is' : 'they are'} for gets it at once.
        </p>
      </Banner>
    </div>
  );

/** Who may ask for what, for how long, and who approves: each policy as a sentence. */
export function PoliciesPage() {
  const list = useList('/api/v1/policies', { query: {} });
  const mayManage = usePermission('policies.manage');
  const navigate = useNavigate();
  return (
    <Page
      title="Policies"
      actions={
        mayManage ? (
          <Button
            variant="filled"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => void navigate({ to: '/policies/new' })}
          >
            New policy
          </Button>
        ) : undefined
      }
    >
      {list.first ? <ByThemselves count={list.first.approvingByThemselves} /> : null}
      <div className={classes.list}>
        <DataTable
          label="Policies"
          noun={list.total === 1 ? 'policy' : 'policies'}
          columns={columns}
          list={list}
          keyOf={(policy) => policy.id}
          hrefOf={(policy) => `/policies/${policy.id}`}
          empty={
            <Empty title="No policy, so nobody can ask for anything">
              A policy says who may ask for what, for how long, and who approves.
              {mayManage ? '' : ' A Request Administrator can add one.'}
            </Empty>
          }
        />
      </div>
    </Page>
  );
}
