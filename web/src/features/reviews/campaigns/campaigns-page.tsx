import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useList, usePermission } from '../../../api/queries.ts';
import type { Campaign } from '../../../api/types.ts';
import { Empty } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { Badge, Status } from '../../../ui/status/status.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import classes from '../campaigns.module.css';
import { ProgressBar } from '../progress-bar.tsx';
import { campaignStatus, dueWords } from '../words.ts';

const columns: Column<Campaign>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(180px, 1.6fr)',
    phone: 'title',
    cell: (row) => <span className={classes.name}>{row.name}</span>,
  },
  {
    id: 'status',
    header: 'State',
    width: '120px',
    phone: 'aside',
    cell: (row) => <CampaignState status={row.status} />,
  },
  {
    id: 'progress',
    header: 'Submitted',
    width: '220px',
    phone: 'detail',
    cell: (row) =>
      row.status === 'draft' ? (
        <span className={classes.grey}>not started</span>
      ) : (
        <ProgressBar
          label={`Submitted in ${row.name}`}
          parts={[{ tone: 'ink', count: row.counts.submitted }]}
          total={row.counts.items}
        />
      ),
  },
  {
    id: 'proof',
    header: 'Revocations proven',
    width: '130px',
    align: 'right',
    cell: (row) => <Proven counts={row.counts} />,
  },
  { id: 'due', header: 'Due', width: '140px', phone: 'detail', cell: (row) => dueWords(row.dueAt) },
  { id: 'owner', header: 'Owner', width: 'minmax(120px, 1fr)', phone: 'detail', cell: (row) => row.owner.name },
];

export function CampaignState({ status }: { status: Campaign['status'] }) {
  const [sign, word] = campaignStatus[status];
  if (status === 'active')
    return (
      <Badge tone="ink">
        <IconPlayerPlay size={13} stroke={1.75} aria-hidden />
        {word}
      </Badge>
    );
  return <Status sign={sign}>{word}</Status>;
}

function Proven({ counts }: { counts: Campaign['counts'] }) {
  const all = counts.remediationPending + counts.remediationVerified + counts.reopened;
  return all === 0 ? <span className={classes.grey}>none yet</span> : `${counts.remediationVerified} of ${all}`;
}

/** All campaigns that I may see: what runs, how far it is, what is proven. */
export function CampaignsPage() {
  const list = useList('/api/v1/campaigns', { query: {} });
  const mayAdd = usePermission('campaigns.manage');
  const navigate = useNavigate();
  return (
    <Page
      title="Campaigns"
      actions={
        mayAdd ? (
          <Button
            variant="filled"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => void navigate({ to: '/campaigns/new' })}
          >
            New campaign
          </Button>
        ) : undefined
      }
    >
      <div className={classes.list}>
        <DataTable
          label="Campaigns"
          noun={list.total === 1 ? 'campaign' : 'campaigns'}
          columns={columns}
          list={list}
          keyOf={(row) => row.id}
          hrefOf={(row) => `/campaigns/${row.id}`}
          empty={
            <Empty title="No campaign yet">
              A campaign asks managers or owners whether each access is still needed, takes away what is not, and proves
              it.{mayAdd ? '' : ' A Campaign Administrator can start one.'}
            </Empty>
          }
        />
      </div>
    </Page>
  );
}
