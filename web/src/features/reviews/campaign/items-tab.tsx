import { useQuery } from '@tanstack/react-query';
import { getOptions, useList } from '../../../api/queries.ts';
import type { ReviewItem } from '../../../api/types.ts';
import { Empty } from '../../../ui/feedback/states.tsx';
import { PathSentence } from '../../../ui/path/path-sentence.tsx';
import { Status } from '../../../ui/status/status.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import tableClasses from '../../../ui/table/table.module.css';
import { FilterChip } from '../../../ui/table/table-bar.tsx';
import { useTableState } from '../../../ui/table/use-table-state.ts';
import classes from '../campaigns.module.css';

const columns: Column<ReviewItem>[] = [
  {
    id: 'path',
    header: 'Who, and by which path',
    width: 'minmax(0, 1fr)',
    phone: 'title',
    cell: (item) => <PathSentence path={item.path} identityKind={item.identity.kind} />,
  },
  {
    id: 'reviewer',
    header: 'Reviewer',
    width: '160px',
    phone: 'detail',
    cell: (item) => item.reviewer?.name ?? <span className={classes.grey}>nobody</span>,
  },
  { id: 'decision', header: 'Decision', width: '190px', phone: 'aside', cell: (item) => <Decision item={item} /> },
];

function Decision({ item }: { item: ReviewItem }) {
  const word = item.decision === 'certify' ? 'certified' : 'revoked';
  if (item.decision === null) return <Status sign="off">undecided</Status>;
  if (item.isBySilence)
    return <Status sign={item.decision === 'certify' ? 'waiting' : 'fail'}>{word} by silence</Status>;
  if (item.submittedAt === null) return <Status sign="waiting">drafted</Status>;
  return <Status sign={item.decision === 'certify' ? 'pass' : 'fail'}>{word}</Status>;
}

const decisions = [
  { value: 'certify', label: 'certify' },
  { value: 'revoke', label: 'revoke' },
  { value: 'none', label: 'undecided' },
] as const;

/** Every frozen item, by reviewer and decision; both filters in the address. */
export function ItemsTab({ campaignId }: { campaignId: string }) {
  const [{ filters }, change] = useTableState();
  const decision = decisions.find((each) => each.value === filters.decision)?.value;
  const reviewerId = filters.reviewer;
  const params = { id: campaignId };
  const progress = useQuery(getOptions('/api/v1/campaigns/:id/progress', { params }));
  const list = useList('/api/v1/campaigns/:id/items', { params, query: { decision, reviewerId } });
  const reviewers = (progress.data?.items ?? []).map(({ reviewer }) => ({ value: reviewer.id, label: reviewer.name }));
  return (
    <>
      <div className={tableClasses.bar}>
        <FilterChip
          label="Reviewer"
          value={reviewerId}
          options={reviewers}
          onChange={(reviewer) => change({ reviewer })}
        />
        <FilterChip
          label="Decision"
          value={decision}
          options={[...decisions]}
          onChange={(value) => change({ decision: value })}
        />
      </div>
      <DataTable
        label="Items"
        noun={list.total === 1 ? 'item' : 'items'}
        columns={columns}
        list={list}
        keyOf={(item) => item.id}
        empty={<Empty title="No item matches">Take a filter away to see more.</Empty>}
      />
    </>
  );
}
