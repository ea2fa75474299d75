import { Select } from '@mantine/core';
import { useState } from 'react';
import { useList } from '../../../../api/queries.ts';
import type { Connector } from '../../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../../ui/feedback/states.tsx';
import { ListFoot } from '../../../../ui/table/list-foot.tsx';
import { PlainTable } from '../../../../ui/table/plain-table.tsx';
import classes from './hold.module.css';
import { kindCount, kindWord } from './removal-words.ts';

/** What the held sync would remove, by kind and name. */
export function RemovalsTab({ connector }: { connector: Connector }) {
  const { hold } = connector;
  return hold ? (
    <Removals connectorId={connector.id} hold={hold} />
  ) : (
    <Empty title="No sync waits">It was confirmed or discarded.</Empty>
  );
}

function Removals({ connectorId, hold }: { connectorId: string; hold: NonNullable<Connector['hold']> }) {
  const [kind, setKind] = useState<string | null>(null);
  const list = useList('/api/v1/connectors/:id/runs/:runId/removals', {
    params: { id: connectorId, runId: hold.runId },
    query: { limit: 100, ...(kind !== null && { kind }) },
  });
  return (
    <>
      <div className={classes.head}>
        <Select
          aria-label="Kind"
          w={220}
          allowDeselect={false}
          data={[
            { value: '', label: 'Everything that would vanish' },
            ...hold.kinds.map((each) => ({ value: each.kind, label: kindCount(each.kind, each.count) })),
          ]}
          value={kind ?? ''}
          onChange={(value) => setKind(value || null)}
        />
        <p>
          {`${hold.identities.removed} of ${hold.identities.current} identities, ${hold.grants.removed} of ${hold.grants.current} grants. `}
          Limit: {hold.sharePercent} %, from {hold.minimum} on.
        </p>
      </div>
      {list.isPending ? <Loading label="Loading what would vanish" /> : null}
      {list.isError ? (
        <Failed error={list.error} retry={() => void list.refetch()} what="The list of what would vanish" />
      ) : null}
      {list.items.length > 0 ? (
        <PlainTable label="What would vanish" heads={['Kind', 'Name', 'Loses', 'AWS account']}>
          {list.items.map((row, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, and rows never move
            <tr key={n}>
              <td>{kindWord(row.kind)}</td>
              <td>{row.name}</td>
              <td>{row.of ?? <span className={classes.grey}>vanishes</span>}</td>
              <td>{row.awsAccount}</td>
            </tr>
          ))}
        </PlainTable>
      ) : null}
      <ListFoot list={list} />
    </>
  );
}
