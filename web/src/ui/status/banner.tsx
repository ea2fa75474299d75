import { IconAlertTriangle, IconCircleX, IconClockOff, IconInfoCircle } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './status.module.css';

const icons = { info: IconInfoCircle, warn: IconAlertTriangle, bad: IconCircleX, stale: IconClockOff } as const;

interface BannerProps {
  tone: 'info' | 'warn' | 'bad';
  icon?: keyof typeof icons;
  actions?: ReactNode;
  children: ReactNode;
  /** Said aloud when it appears, for what answers an action of the reader. */
  isAnswer?: boolean;
}
/** What must be read before the rest of the page, with the actions that answer it. */
export function Banner({ tone, icon = tone, actions, children, isAnswer = false }: BannerProps) {
  const Icon = icons[icon];
  return (
    <div className={classes.banner} data-tone={tone} {...(isAnswer ? { role: 'alert' } : {})}>
      <Icon size={18} stroke={1.75} className={classes.bannerIcon} aria-hidden />
      <div className={classes.bannerText}>{children}</div>
      {actions ? <div className={classes.bannerActions}>{actions}</div> : null}
    </div>
  );
}

/** Longer than this, AWS's sentence is folded: some services repeat themselves once for each resource. */
const longSentence = 300;

/** AWS's own sentence, exactly. */
export function AwsSaid({ children }: { children: string }) {
  const [isWhole, setWhole] = useState(children.length <= longSentence);
  return (
    <>
      <p className={classes.quote} data-folded={!isWhole || undefined}>
        {children}
      </p>
      {isWhole ? null : (
        <button type="button" className={classes.unfold} onClick={() => setWhole(true)}>
          Whole sentence
        </button>
      )}
    </>
  );
}
