import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useList } from '../../../api/queries.ts';
import type { Connector, RunLogLine, SyncRun } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { clockWords } from '../../../ui/text/time.tsx';
import classes from './detail.module.css';
import { useRunLog } from './use-run-log.ts';

/** Beside the runs: the log of the newest one, live while it reads, and what changed lately. */
export function LivePane({ connector, lately }: { connector: Connector; lately: ReactNode }) {
  const runs = useList('/api/v1/connectors/:id/runs', { params: { id: connector.id }, query: { limit: 20 } });
  const run = connector.currentRun ?? runs.items[0] ?? null;
  const isLive = connector.currentRun !== null;
  const { lines, isConnected } = useRunLog(connector.id, run?.id ?? null, isLive);
  const [isHeld, setHeld] = useState(false);
  return (
    <>
      {run ? (
        <section aria-label={`Log of run #${run.number}`}>
          <div className={classes.logHead}>
            <h2>Log of #{run.number}</h2>
            {isLive ? (
              <span className={classes.live} data-on={isConnected || undefined}>
                {isConnected ? 'Live' : 'Connecting'}
              </span>
            ) : null}
            <span className={classes.grow} />
            {isLive ? (
              <Button
                size="xs"
                leftSection={
                  isHeld ? <IconPlayerPlay size={12} aria-hidden /> : <IconPlayerPause size={12} aria-hidden />
                }
                onClick={() => setHeld(!isHeld)}
              >
                {isHeld ? 'Follow' : 'Hold scroll'}
              </Button>
            ) : null}
          </div>
          <Log lines={lines} isFollowing={!isHeld} />
          {connector.currentRun ? <Progress run={connector.currentRun} /> : null}
        </section>
      ) : null}
      <div style={{ marginTop: run ? 24 : 0 }}>
        <Section title="Changes">{lately}</Section>
      </div>
    </>
  );
}

function Log({ lines, isFollowing }: { lines: RunLogLine[]; isFollowing: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what asks for scrolling
  useEffect(() => {
    if (isFollowing && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.length, isFollowing]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (axe scrollable-region-focusable)
    <div ref={box} className={classes.log} role="log" aria-label="Sync log" tabIndex={0}>
      {lines.length === 0 ? <span className={classes.grey}>No line yet</span> : null}
      {lines.map((line) => (
        <div key={`${line.runId}:${line.n}`} className={classes.logLine}>
          <span className={classes.grey}>{clockWords(line.at)}</span>
          <span data-level={line.level}>{line.level}</span>
          <span>{line.message}</span>
        </div>
      ))}
    </div>
  );
}

function Progress({ run }: { run: SyncRun }) {
  const share = run.callsPlanned > 0 ? Math.min(100, (100 * run.callsMade) / run.callsPlanned) : 0;
  return (
    <div className={classes.progress}>
      <div
        className={classes.track}
        role="progressbar"
        aria-label="Calls made"
        aria-valuemin={0}
        aria-valuemax={run.callsPlanned}
        aria-valuenow={Math.min(run.callsMade, run.callsPlanned)}
      >
        <div className={classes.fill} style={{ width: `${share}%` }} />
      </div>
      <span>
        {run.callsPlanned > 0
          ? `${run.callsMade.toLocaleString('en')} of ${run.callsPlanned.toLocaleString('en')} calls`
          : 'Planning the calls'}
      </span>
    </div>
  );
}
