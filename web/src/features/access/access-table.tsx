import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useList } from '../../api/queries.ts';
import type { AccessPage, AccessRow } from '../../api/types.ts';
import { Empty } from '../../ui/feedback/states.tsx';
import { PathSentence } from '../../ui/path/path-sentence.tsx';
import { Badge } from '../../ui/status/status.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { TableBar, ToggleChip } from '../../ui/table/table-bar.tsx';
import { useTableState } from '../../ui/table/use-table-state.ts';
import { Time } from '../../ui/text/time.tsx';
import classes from './access.module.css';
import { GapBanner } from './gap-banner.tsx';
import { PathPanel } from './path-panel.tsx';
import { QualifierBadge } from './qualifier-badge.tsx';
import type { AccessQuestion } from './questions.ts';

const keyOf = (row: AccessRow) =>
  row.path.map((step) => `${step.relation}:${step.kind}:${step.id ?? step.name}`).join('|');
/** Whose access a row is, and where it leads: rows that agree in both are the several paths of the picture. */
const holderOf = (row: AccessRow) => row.person?.id ?? row.identity.id ?? row.identity.name;
const endsOf = (row: AccessRow) => {
  const last = row.path.at(-1);
  return `${holderOf(row)}>${last?.kind}:${last?.id ?? last?.name}`;
};

/** The answer to one access question: counts, what could not be read, each path as a sentence, and a picture of one. */
export function AccessTable({ question }: { question: AccessQuestion }) {
  const [{ q, asOf, filters }, change] = useTableState();
  const includeServices = filters.services === 'shown' ? 'true' : undefined;
  const list = useList(question.path, { params: question.params, query: { q, asOf, includeServices } } as never);
  const page = list.first as AccessPage | undefined;
  const rows = list.items as AccessRow[];
  const isPhone = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false }) ?? false;
  const [chosen, setChosen] = useState<string | null>(null);
  const current = rows.find((row) => keyOf(row) === chosen) ?? rows[0];
  const columns = useColumns(rows, question, asOf);
  return (
    <div className={classes.answer}>
      {page && page.gaps.length > 0 ? (
        <div className={classes.gaps}>
          <GapBanner gaps={page.gaps} />
        </div>
      ) : null}
      <TableBar
        count={page && !list.isError ? <Counts text={question.words(page)} /> : ''}
        search={{ value: q, placeholder: 'Find in access', onChange: (text) => change({ q: text }) }}
      >
        {question.mayLeaveOutServices ? (
          <ToggleChip
            isOn={includeServices === 'true'}
            onChange={(isOn) => change({ services: isOn ? 'shown' : undefined })}
          >
            AWS services too
          </ToggleChip>
        ) : null}
      </TableBar>
      <DataTable
        label={question.label}
        noun={rows.length === 1 ? 'path' : 'paths'}
        columns={columns}
        list={{ ...list, items: rows }}
        keyOf={keyOf}
        currentKey={current && !isPhone ? keyOf(current) : undefined}
        {...(isPhone ? {} : { onOpen: (row: AccessRow) => setChosen(keyOf(row)) })}
        empty={<NoAccess isSearch={q !== ''} page={page} question={question} />}
      />
      {current && !isPhone ? (
        <PathPanel row={current} rows={rows.filter((row) => endsOf(row) === endsOf(current))} />
      ) : null}
    </div>
  );
}

function useColumns(rows: AccessRow[], question: AccessQuestion, asOf: string | undefined): Column<AccessRow>[] {
  return useMemo(() => {
    const paths = new Map<string, number>();
    for (const row of rows) {
      const key = endsOf(row);
      paths.set(key, (paths.get(key) ?? 0) + 1);
    }
    return [
      {
        id: 'path',
        header: question.header,
        width: 'minmax(0, 1fr)',
        phone: 'title',
        cell: (row) => (
          <PathCell row={row} subjectId={question.subjectId} asOf={asOf} paths={paths.get(endsOf(row)) ?? 1} />
        ),
      },
      {
        id: 'since',
        header: 'Since',
        width: '104px',
        phone: 'detail',
        cell: (row) => <Time at={row.since} as="day" />,
      },
      {
        id: 'state',
        header: 'Seen in',
        width: '92px',
        cell: (row) => <span className={classes.grey}>{row.isStale ? 'an earlier run' : 'last run'}</span>,
      },
    ] satisfies Column<AccessRow>[];
  }, [rows, question, asOf]);
}

function PathCell(props: { row: AccessRow; subjectId: string; asOf: string | undefined; paths: number }) {
  const { row, paths } = props;
  return (
    <span className={classes.pathCell}>
      <PathSentence path={row.path} identityKind={row.identity.kind} subjectId={props.subjectId} asOf={props.asOf} />
      {paths > 1 ? <Badge>{paths} paths</Badge> : null}
      {row.isStale ? <Badge sign="stale">stale</Badge> : null}
      {row.identity.status === 'disabled' ? <Badge>user is disabled in AWS</Badge> : null}
      {row.qualifier ? <QualifierBadge qualifier={row.qualifier} /> : null}
    </span>
  );
}

/** Numbers heavy, words grey. */
function Counts({ text }: { text: string }) {
  const parts = text.split(/(\d[\d,]*)/).map((part, place) => ({ part, place, isNumber: place % 2 === 1 }));
  return parts.map(({ part, place, isNumber }) => (
    <span key={place} className={isNumber ? classes.number : undefined}>
      {part}
    </span>
  ));
}

/** An empty answer says whether it is known to be empty: what could not be read is never "nobody". */
function NoAccess(props: { isSearch: boolean; page: AccessPage | undefined; question: AccessQuestion }) {
  const { isSearch, page, question } = props;
  if (isSearch)
    return <Empty title="No path matches">Search looks at names, e-mail addresses and ids on the path.</Empty>;
  if (page?.asOf === null) {
    return (
      <Empty title="Nothing has been read yet">
        Once a connector has published its first sync run, access shows here.
      </Empty>
    );
  }
  if (page && page.gaps.length > 0) {
    return (
      <Empty title="None found in what could be read">
        Something could not be read (above), so this is not the same as “{question.nobody}”.
      </Empty>
    );
  }
  return <Empty title={question.nobody}>{question.nobodyWhy}</Empty>;
}
