import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useList } from '../../../api/queries.ts';
import type { RunDetail, RunGap } from '../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { addressOfThing } from '../../../ui/path/kinds.ts';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
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
      <ul className={classes.gaps} aria-label="What was not read">
        {grouped(list.items).map(({ key, gaps }) => (
          <GapGroup key={key} gaps={gaps} />
        ))}
      </ul>
      <div className={classes.foot}>
        {list.items.length.toLocaleString('en')} of {list.total.toLocaleString('en')} listings
        {list.hasNextPage ? (
          <Button size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            More
          </Button>
        ) : null}
      </div>
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

/** What has one mend and hides one thing stands together. */
function grouped(items: RunGap[]): { key: string; gaps: [RunGap, ...RunGap[]] }[] {
  const groups = new Map<string, [RunGap, ...RunGap[]]>();
  for (const gap of items) {
    const key = [gap.reason, gap.action, gap.hides, gap.scopeKind].join('|');
    const group = groups.get(key);
    if (group) group.push(gap);
    else groups.set(key, [gap]);
  }
  return [...groups].map(([key, gaps]) => ({ key, gaps }));
}

const reasons: Record<RunGap['reason'], string> = {
  denied: 'AWS denied it',
  throttled: 'AWS throttled it until the end of the run',
  unavailable: 'AWS did not answer',
  'not-attempted': 'not tried, because something before it could not be read',
  invalid: 'AWS answered something that could not be understood',
};

function GapGroup({ gaps }: { gaps: [RunGap, ...RunGap[]] }) {
  const [first] = gaps;
  return (
    <li>
      <StatusIcon sign={first.reason === 'denied' || first.reason === 'invalid' ? 'fail' : 'stale'} />
      <div className={classes.gapText}>
        <p>
          <strong>{first.action ?? first.what}</strong> <span className={classes.grey}>{reasons[first.reason]}</span>
        </p>
        <p className={classes.said}>{first.message}</p>
        <dl className={classes.gapFacts}>
          <dt>Hides</dt>
          <dd>{first.hides}</dd>
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
          <dd>{first.mend}</dd>
        </dl>
      </div>
      {first.action ? (
        <CopyButton size="xs" text={`"${first.action}"`} aria-label={`Copy ${first.action}`}>
          Copy
        </CopyButton>
      ) : null}
    </li>
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
