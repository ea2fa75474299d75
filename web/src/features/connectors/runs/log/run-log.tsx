import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { clockWords } from '../../../../ui/text/time.tsx';
import classes from './run-log.module.css';
import { useRunLog } from './use-run-log.ts';

interface RunLogProps {
  connectorId: string;
  run: { id: string; number: number };
  /** It reads: lines come by themselves, and scrolling may be held. */
  isLive: boolean;
  /** Of a page of its own: as high as what is left of the window. */
  isTall?: boolean;
  foot?: ReactNode;
}
/** The log of one run, live while it reads. */
export function RunLog({ connectorId, run, isLive, isTall = false, foot }: RunLogProps) {
  const { lines, isConnected } = useRunLog(connectorId, run.id, isLive);
  const [isHeld, setHeld] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what asks for scrolling
  useEffect(() => {
    if (!isHeld && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.length, isHeld]);
  return (
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
            leftSection={isHeld ? <IconPlayerPlay size={12} aria-hidden /> : <IconPlayerPause size={12} aria-hidden />}
            onClick={() => setHeld(!isHeld)}
          >
            {isHeld ? 'Follow' : 'Hold scroll'}
          </Button>
        ) : null}
      </div>
      <div
        ref={box}
        className={classes.log}
        data-tall={isTall || undefined}
        role="log"
        aria-label="Sync log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (axe scrollable-region-focusable)
        tabIndex={0}
      >
        {lines.length === 0 ? <span className={classes.grey}>No line yet</span> : null}
        {lines.map((line) => (
          <div key={`${line.runId}:${line.n}`} className={classes.logLine}>
            <span className={classes.grey}>{clockWords(line.at)}</span>
            <span data-level={line.level}>{line.level}</span>
            <span>{line.message}</span>
          </div>
        ))}
      </div>
      {foot}
    </section>
  );
}
