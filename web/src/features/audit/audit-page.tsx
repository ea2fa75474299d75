import { Page } from '../../ui/layout/page.tsx';
import { FilterChip, TableBar } from '../../ui/table/table-bar.tsx';
import { useTableState } from '../../ui/table/use-table-state.ts';
import { auditActions } from './audit-actions.ts';
import { AuditTable } from './audit-table.tsx';

export function AuditPage() {
  const [{ q, filters }, change] = useTableState();
  const action = filters.action;
  return (
    <Page title="Audit log">
      <TableBar
        count="Every change and decision, newest first. Nothing here can be changed or removed."
        search={{ value: q, placeholder: 'Find in the audit log', onChange: (text) => change({ q: text }) }}
      >
        <FilterChip
          label="Action"
          value={action}
          options={auditActions}
          onChange={(value) => change({ action: value })}
        />
      </TableBar>
      <AuditTable query={{ ...(q ? { q } : {}), ...(action ? { action } : {}) }} />
    </Page>
  );
}
