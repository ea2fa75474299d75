import { Link } from '@tanstack/react-router';
import { useList } from '../../api/queries.ts';
import type { AuditEntry } from '../../api/types.ts';
import { Empty } from '../../ui/feedback/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { Time } from '../../ui/text/time.tsx';
import { detailWords } from './detail-words.ts';
import { pageOf } from './page-of.ts';

const grey = { color: 'var(--cs-text3)' };

/** What it was about, by name; a link where it, or what shows it, is still there. */
function ObjectCell({ object }: { object: AuditEntry['object'] }) {
  const page = pageOf(object);
  const name = object.name ?? object.id;
  const isGone = object.name !== null && !object.isThere;
  return (
    <span title={object.name ? `${object.name} (${object.id})` : object.id}>
      <span style={grey}>{object.kind.replaceAll('-', ' ')}</span>{' '}
      {page ? (
        <Link to={page} style={{ color: 'inherit' }}>
          {name}
        </Link>
      ) : (
        name
      )}
      {isGone ? <span style={grey}> (removed)</span> : null}
    </span>
  );
}

const columns: Column<AuditEntry>[] = [
  { id: 'at', header: 'When', width: '136px', phone: 'detail', cell: (entry) => <Time at={entry.at} /> },
  {
    id: 'actor',
    header: 'Who',
    width: 'minmax(110px, 0.8fr)',
    phone: 'detail',
    cell: (entry) =>
      entry.actor ? (
        <strong style={{ fontWeight: 550 }}>{entry.actor.name}</strong>
      ) : (
        <span style={grey}>Countersign</span>
      ),
  },
  {
    id: 'action',
    header: 'Action',
    width: 'minmax(150px, 1fr)',
    phone: 'title',
    cell: (entry) => <code className="cs-mono">{entry.action}</code>,
  },
  {
    id: 'object',
    header: 'On',
    width: 'minmax(170px, 2fr)',
    phone: 'detail',
    cell: (entry) => <ObjectCell object={entry.object} />,
  },
  {
    id: 'detail',
    header: 'Detail',
    width: 'minmax(160px, 2fr)',
    phone: 'detail',
    cell: (entry) => {
      const words = detailWords(entry.detail);
      return <span title={words}>{words || <span style={grey}>none</span>}</span>;
    },
  },
];

interface AuditTableProps {
  query: {
    q?: string;
    actorId?: string;
    action?: string;
    objectKind?: string;
    objectId?: string;
    from?: string;
    until?: string;
  };
}
/** Every change and decision, newest first; of everything, or of one thing. */
export function AuditTable({ query }: AuditTableProps) {
  const list = useList('/api/v1/audit-entries', { query });
  return (
    <DataTable
      label="Audit log"
      noun={list.total === 1 ? 'entry' : 'entries'}
      columns={columns}
      list={list}
      keyOf={(entry) => String(entry.id)}
      empty={
        Object.keys(query).some((name) => name !== 'objectId') ? (
          <Empty title="No entry matches">
            Search looks at actions, names and ids; each filter narrows it further.
          </Empty>
        ) : (
          <Empty title="Nothing recorded yet">Every change shows here, with who made it and when.</Empty>
        )
      }
    />
  );
}
