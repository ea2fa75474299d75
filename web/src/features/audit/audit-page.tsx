import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { addressOf } from '../../api/client.ts';
import { Page } from '../../ui/layout/page.tsx';
import { FilterChip, TableBar } from '../../ui/table/table-bar.tsx';
import { useTableState } from '../../ui/table/use-table-state.ts';
import { auditActions } from './audit-actions.ts';
import { auditKinds } from './audit-kinds.ts';
import { AuditTable } from './audit-table.tsx';
import { ActorChip } from './filters/actor-chip.tsx';
import { periodQuery } from './filters/period.ts';
import { PeriodChip } from './filters/period-chip.tsx';
import { SealAlarm, SealFacts } from './seal-facts.tsx';

export function AuditPage() {
  const [{ q, filters }, change] = useTableState();
  const { actor, action, kind, from, until } = filters;
  const asked = { q: q || undefined, actorId: actor, action, objectKind: kind, ...periodQuery({ from, until }) };
  const query = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const isNarrowed = Object.keys(query).length > 0;
  return (
    <Page
      title="Audit log"
      facts={<SealFacts />}
      actions={
        <Button
          component="a"
          href={addressOf('/api/v1/audit-entries/export', { query })}
          download
          leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
          title={
            isNarrowed
              ? 'The entries that fit the filters, as JSON lines'
              : 'The whole log with its seal, as JSON lines: what `countersign audit verify` checks'
          }
        >
          {isNarrowed ? 'Export what fits' : 'Export'}
        </Button>
      }
    >
      <SealAlarm />
      <TableBar
        count="Every change and decision, newest first. What is sealed cannot be changed or removed unseen."
        search={{ value: q, placeholder: 'Find in the audit log', onChange: (text) => change({ q: text }) }}
      >
        <ActorChip value={actor} onChange={(value) => change({ actor: value })} />
        <FilterChip
          label="Action"
          value={action}
          options={auditActions}
          onChange={(value) => change({ action: value })}
        />
        <FilterChip label="On" value={kind} options={auditKinds} onChange={(value) => change({ kind: value })} />
        <PeriodChip value={{ from, until }} onChange={(period) => change({ ...period })} />
      </TableBar>
      <AuditTable query={query} />
    </Page>
  );
}
