import { useList } from '../../../api/queries.ts';
import type { RunDetail, RunGap } from '../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { ListFoot } from '../../../ui/table/list-foot.tsx';
import { GapList } from '../gaps/gap-list.tsx';
import { GapNames } from '../gaps/gap-names.tsx';
import type { Together } from '../gaps/gap-words.ts';
import classes from './run-page.module.css';

/** What this run could not read, what that hides, and how to mend it. */
export function NotReadTab({ connectorId, run }: { connectorId: string; run: RunDetail }) {
  const list = useList('/api/v1/connectors/:id/runs/:runId/gaps', {
    params: { id: connectorId, runId: run.id },
    query: { limit: 200 },
  });
  if (list.isPending) return <Loading rows={4} label="Loading what was not read" />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} what="What was not read" />;
  if (list.total === 0) return <NothingNotRead run={run} />;
  return (
    <>
      <p className={classes.lead}>
        What was known before is kept and marked stale; nothing here is shown as “no access”.
      </p>
      <GapList label="What was not read" gaps={list.items} isPart={list.hasNextPage}>
        {(together) => <GapFacts gaps={together} />}
      </GapList>
      <ListFoot list={list} what="listings" />
    </>
  );
}

function NothingNotRead({ run }: { run: RunDetail }) {
  if (run.scopesFailed > 0)
    return (
      <Empty icon={<StatusIcon sign="off" size={22} />} title="Not kept">
        It ended without being published, so what it could not read hides nothing. Its log has the reasons.
      </Empty>
    );
  return run.status === 'reading' ? (
    <Empty icon={<StatusIcon sign="working" size={22} />} title="Nothing so far">
      A listing that fails shows here, with the mend.
    </Empty>
  ) : (
    <Empty icon={<StatusIcon sign="pass" size={22} />} title="Everything that was tried was read">
      A listing that fails shows here, with what it hides and the mend.
    </Empty>
  );
}

function GapFacts({ gaps }: { gaps: Together<RunGap> }) {
  const [{ hides, mend }] = gaps;
  return (
    <dl className={classes.gapFacts}>
      <dt>Hides</dt>
      <dd>{hides}</dd>
      <dt>Not read</dt>
      <dd>
        <GapNames gaps={gaps} />
      </dd>
      <dt>Mend</dt>
      <dd>{mend}</dd>
    </dl>
  );
}
