import { Button } from '@mantine/core';
import { IconCloudOff, IconLock, IconMoodEmpty, IconSearchOff } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { problemOf, sentenceOf, statusOf } from '../../api/problem.ts';
import classes from './feedback.module.css';

/** True once `isBusy` has lasted 200 ms: quicker than that, a loading state is only a flicker. */
export function useLate(isBusy: boolean, afterMs = 200): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isBusy) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => clearTimeout(timer);
  }, [isBusy, afterMs]);
  return isBusy && isLate;
}

/** Grey lines in the place of rows to come; nothing in the first 200 ms. */
export function Loading({ rows = 8, label = 'Loading' }: { rows?: number; label?: string }) {
  const isLate = useLate(true);
  return (
    <div role="status" aria-label={label} className={classes.loading}>
      {isLate
        ? Array.from({ length: rows }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
            <div key={index} className={classes.line} style={{ width: `${92 - ((index * 23) % 40)}%` }} />
          ))
        : null}
    </div>
  );
}

interface NoteProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}
/** What this is, why it is empty, what to do next. */
export function Empty({
  icon = <IconMoodEmpty size={22} stroke={1.5} aria-hidden />,
  title,
  children,
  action,
}: NoteProps) {
  return (
    <div className={classes.note}>
      <span className={classes.noteIcon}>{icon}</span>
      <p className={classes.noteTitle}>{title}</p>
      {children ? <div className={classes.noteText}>{children}</div> : null}
      {action ? <div className={classes.noteAction}>{action}</div> : null}
    </div>
  );
}

/** What the address names cannot be an id at all, so there is nothing of that name. */
const isNoId = (error: unknown) => statusOf(error) === 400 && problemOf(error)?.problem.field === 'id';

/** A failed reading: forbidden, not there, or broken, each in its own words, with what to do next. */
export function Failed({ error, retry, what = 'This page' }: { error: unknown; retry?: () => void; what?: string }) {
  const status = statusOf(error);
  if (status === 403) {
    return (
      <div role="alert">
        <Empty icon={<IconLock size={22} stroke={1.5} aria-hidden />} title="Not open to you">
          {sentenceOf(error)} A Super Administrator can give you a role that may see it.
        </Empty>
      </div>
    );
  }
  if (status === 404 || isNoId(error)) {
    return (
      <div role="alert">
        <Empty icon={<IconSearchOff size={22} stroke={1.5} aria-hidden />} title="Not found">
          {isNoId(error)
            ? 'Nothing can have this address: it is not one that Countersign gives.'
            : `${sentenceOf(error)} It may never have existed, or it may not be yours to see.`}
        </Empty>
      </div>
    );
  }
  const requestId = problemOf(error)?.problem.requestId;
  return (
    <div role="alert">
      <Empty
        icon={<IconCloudOff size={22} stroke={1.5} aria-hidden />}
        title={`${what} could not be loaded`}
        action={retry ? <Button onClick={retry}>Try again</Button> : undefined}
      >
        {sentenceOf(error)}
        {requestId ? (
          <>
            {' '}
            For the log: request <code className="cs-mono">{requestId}</code>.
          </>
        ) : null}
      </Empty>
    </div>
  );
}
