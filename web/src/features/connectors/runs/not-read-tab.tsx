import { Link } from '@tanstack/react-router';
import { useList } from '../../../api/queries.ts';
import type { RunDetail, RunGap } from '../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { addressOfThing } from '../../../ui/path/kinds.ts';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { ListFoot } from '../../../ui/table/list-foot.tsx';
import { GapList, type Together } from '../gaps/gap-list.tsx';
import classes from './run-page.module.css';

/** What this run could not read, what that hides, and how to mend it. */
export function NotReadTab({ connectorId, run }: { connectorId: string; run: RunDetail }) {
  const list = useList('/api/v1/connectors/:id/runs/:runId/gaps', {
    params: { id: connectorId, runId: run.id },
    query: { limit: 50 },
  });
  if (list.isPending) return <Loading rows={4} label="Loading what was not read" />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} what="What was not read" />;
  if (list.total === 0) return <NothingNotRead run={run} />;
  return (
    <>
      <p className={classes.lead}>
        What was known before is kept and marked stale; nothing here is shown as “no access”.
      </p>
      <GapList
        label="What was not read"
        gaps={list.items}
        keyOf={(gap) => [gap.reason, gap.action, gap.hides, gap.scopeKind].join('|')}
      >
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
        {gaps.map((gap, n) => (
          <span key={gap.what}>
            {n > 0 ? ', ' : ''}
            <What gap={gap} />
          </span>
        ))}
      </dd>
      <dt>Mend</dt>
      <dd>{mend}</dd>
    </dl>
  );
}

/** The sentence, with the name in it leading to its page where it has one. */
function What({ gap: { what, about } }: { gap: RunGap }) {
  const address = about && addressOfThing(about.kind, about.id);
  const at = about ? what.lastIndexOf(about.name) : -1;
  if (!about || !address || at < 0) return what;
  return (
    <>
      {what.slice(0, at)}
      <Link to={address}>{about.name}</Link>
      {what.slice(at + about.name.length)}
    </>
  );
}
