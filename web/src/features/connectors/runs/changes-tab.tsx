import { Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { AccessChange, RunDetail } from '../../../api/types.ts';
import { Empty } from '../../../ui/feedback/states.tsx';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { counted } from '../../../ui/text/words.ts';
import classes from './run-page.module.css';

/** Which changes of a run. */
export interface RunChanges {
  connectorId: string;
  runId: string;
  op?: AccessChange['op'];
}
interface ChangesTabProps {
  connectorId: string;
  run: RunDetail;
  changes: (of: RunChanges) => ReactNode;
}
const ops = ['granted', 'removed', 'changed', 'appeared', 'vanished'] as const;
const isOp = (value: string | null): value is AccessChange['op'] => ops.some((op) => op === value);

/** What this run found different from the one before, with whose change it is (SYN-8). */
export function ChangesTab({ connectorId, run, changes }: ChangesTabProps) {
  const [op, setOp] = useState<AccessChange['op'] | null>(null);
  const total = ops.reduce((sum, each) => sum + run.changes[each], 0);
  if (run.status !== 'published') return <NotPublished run={run} />;
  if (run.changes.areFirst) return <First total={total} />;
  if (total === 0)
    return (
      <Empty icon={<StatusIcon sign="pass" size={22} />} title="No change">
        AWS is as it was in the run before, in all that was read.
      </Empty>
    );
  return (
    <>
      <div className={classes.filter}>
        <Select
          aria-label="What happened"
          w={200}
          allowDeselect={false}
          data={[
            { value: '', label: counted(total, 'change', 'changes') },
            ...ops.filter((each) => run.changes[each] > 0).map((each) => ({ value: each, label: opCount(run, each) })),
          ]}
          value={op ?? ''}
          onChange={(value) => setOp(isOp(value) ? value : null)}
        />
      </div>
      {changes({ connectorId, runId: run.id, ...(op && { op }) })}
    </>
  );
}

const opCount = (run: RunDetail, op: AccessChange['op']) => `${run.changes[op].toLocaleString('en')} ${op}`;

const First = ({ total }: { total: number }) => (
  <Empty title="The first reading">
    It found {counted(total, 'thing', 'things')} that {total === 1 ? 'was' : 'were'} there before. Nobody was granted
    anything by being read, so they are in no list of changes; Explore shows them.
  </Empty>
);

const NotPublished = ({ run: { status } }: { run: RunDetail }) => (
  <Empty icon={<StatusIcon sign={status === 'reading' ? 'working' : 'off'} size={22} />} title="Nothing was published">
    {status === 'reading' || status === 'confirmed'
      ? 'What it changes is known once it is published.'
      : status === 'held'
        ? 'It waits for a person; what would vanish is on the connector’s page.'
        : 'It changed nothing of what pages show.'}
  </Empty>
);
