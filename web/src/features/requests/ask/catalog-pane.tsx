import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { FilterChip } from '../../../ui/table/table-bar.tsx';
import { useTableState } from '../../../ui/table/use-table-state.ts';
import { counted } from '../../../ui/text/words.ts';
import classes from './ask.module.css';
import { CatalogList } from './catalog-list.tsx';
import type { Basket } from './use-basket.ts';
import { useCatalog } from './use-catalog.ts';

const kinds = [
  { value: 'permission-set-assignment', label: 'permission sets' },
  { value: 'group-member', label: 'groups' },
  { value: 'assume-role', label: 'federated roles' },
];

/** Search over the catalog, and its answer. */
export function CatalogPane({ basket }: { basket: Basket }) {
  const [{ q, filters }, change] = useTableState();
  const minutes = basket.wish.minutes ?? 60;
  const list = useCatalog({ q, kind: filters.kind, forPersonId: basket.forPersonId, minutes });
  return (
    <section aria-label="Catalog" aria-busy={list.isFetching}>
      <div className={classes.searchLine}>
        <Search value={q} total={list.isSuccess ? list.total : null} onChange={(text) => change({ q: text })} />
        <FilterChip label="Kind" value={filters.kind} options={kinds} onChange={(kind) => change({ kind })} />
      </div>
      {list.isPending ? <Loading label="Loading the catalog" /> : null}
      {list.isError && list.items.length === 0 ? (
        <Failed error={list.error} retry={() => void list.refetch()} what="The catalog" />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? <NothingFound isSearch={q !== '' || !!filters.kind} /> : null}
      {list.items.length > 0 ? <CatalogList items={list.items} basket={basket} minutes={minutes} /> : null}
      {list.hasNextPage ? (
        <div className={classes.more}>
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
          <span>
            1 to {list.items.length.toLocaleString('en')} of {counted(list.total, 'entitlement', 'entitlements')}; a
            search finds the rest quicker
          </span>
        </div>
      ) : null}
    </section>
  );
}

const NothingFound = ({ isSearch }: { isSearch: boolean }) =>
  isSearch ? (
    <Empty title="Nothing matches">
      Search looks at permission sets, groups, roles that an identity provider gives, and names and numbers of AWS
      accounts.
    </Empty>
  ) : (
    <Empty title="Nothing can be asked for yet">
      Once a connector has published its first sync run, its permission sets and groups show here.
    </Empty>
  );

interface SearchProps {
  value: string;
  total: number | null;
  onChange: (q: string | undefined) => void;
}
function Search({ value, total, onChange }: SearchProps) {
  const [text, setText] = useState(value);
  const tell = useDebouncedCallback((q: string) => onChange(q.trim() || undefined), 200);
  return (
    <TextInput
      type="search"
      data-slash
      className={classes.search}
      aria-label="Search the catalog"
      placeholder="Permission set, group or AWS account"
      leftSection={<IconSearch size={15} stroke={1.75} aria-hidden />}
      rightSection={total === null ? null : <span className={classes.found}>{total.toLocaleString('en')} found</span>}
      rightSectionWidth={96}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
