import { Link } from '@tanstack/react-router';
import type { Connector, RunDetail } from '../../../api/types.ts';
import { AwsSaid, Banner } from '../../../ui/status/banner.tsx';
import { Mend } from '../../../ui/status/mend.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { RunProgress } from './log/run-progress.tsx';
import classes from './run-page.module.css';

interface RunStateProps {
  connector: Connector;
  run: RunDetail;
}
/** What the state of this run means for what pages show; nothing for one that was published as it should be. */
export function RunState({ connector, run }: RunStateProps) {
  switch (run.status) {
    case 'published':
      return null;
    case 'reading':
      return (
        <div className={classes.reading}>
          <p>Nothing of it is shown yet: it becomes visible whole, when it is published.</p>
          <RunProgress run={run} />
        </div>
      );
    case 'confirmed':
      return (
        <State tone="info">
          <p>
            <strong>A person confirmed it.</strong> A worker publishes it exactly as it was read.
          </p>
        </State>
      );
    case 'held':
      return <Held connector={connector} run={run} />;
    case 'failed':
      return <RunFailed connector={connector} run={run} />;
    case 'abandoned':
      return (
        <State tone="bad">
          <p>
            <strong>The worker that read it was killed, and no other went on in time.</strong> Nothing of it is shown;
            the next sync reads AWS anew. <Shown connector={connector} />
          </p>
        </State>
      );
    case 'discarded':
      return (
        <State tone="info">
          <p>
            <strong>It was discarded</strong>: by a person, or because the connector’s settings changed while it was
            under way. Nothing of it is shown. <Shown connector={connector} />
          </p>
        </State>
      );
  }
}

function Held({ connector, run }: RunStateProps) {
  const isCurrent = connector.hold?.runId === run.id;
  return (
    <State
      tone="warn"
      actions={
        isCurrent ? (
          <Link to={`/connectors/${connector.id}`} search={{ tab: 'held' } as never}>
            {connector.canManage ? 'Look, then confirm or discard' : 'What would vanish'}
          </Link>
        ) : undefined
      }
    >
      <p>
        <strong>
          {(isCurrent && connector.statusReason?.message) || 'It waits for a person; nothing of it is published.'}
        </strong>{' '}
        <Shown connector={connector} />
      </p>
    </State>
  );
}

function RunFailed({ connector, run }: RunStateProps) {
  const { failure } = run;
  return (
    <State tone="bad">
      <p>
        <strong>{failure?.message ?? 'It failed, and the reason was not kept.'}</strong> <Shown connector={connector} />
      </p>
      {failure?.awsError ? <AwsSaid>{failure.awsError}</AwsSaid> : null}
      {failure ? <Mend text={failure.mend} /> : null}
    </State>
  );
}

const Shown = ({ connector }: { connector: Connector }) =>
  connector.lastSyncedAt ? (
    <>
      Nothing is lost: pages show access as of <Time at={connector.lastSyncedAt} />.
    </>
  ) : (
    <>Nothing has been published yet.</>
  );

const State = ({ children, ...banner }: Parameters<typeof Banner>[0]) => (
  <div className={classes.state}>
    <Banner {...banner}>{children}</Banner>
  </div>
);
