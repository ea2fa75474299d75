import {
  IconAlertTriangle,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleXFilled,
  IconClock,
  IconClockOff,
  IconEyeOff,
  IconHandStop,
  IconHelpCircle,
  IconLoader2,
  IconPlayerPause,
  IconShieldBolt,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './status.module.css';

/** Icon first, word second, colour third: nothing here is told by colour alone. */
const signs = {
  pass: [IconCircleCheckFilled, 'ok'],
  fail: [IconCircleXFilled, 'bad'],
  warn: [IconAlertTriangle, 'warn'],
  held: [IconHandStop, 'warn'],
  working: [IconLoader2, 'ink'],
  waiting: [IconClock, 'text3'],
  stale: [IconClockOff, 'text3'],
  'not-granted': [IconCircleMinus, 'text3'],
  off: [IconCircleDashed, 'text3'],
  paused: [IconPlayerPause, 'text3'],
  hidden: [IconEyeOff, 'text3'],
  undecided: [IconHelpCircle, 'text3'],
  privileged: [IconShieldBolt, 'plum'],
} as const;
export type Sign = keyof typeof signs;

export function StatusIcon({ sign, size = 15 }: { sign: Sign; size?: number }) {
  const [Icon, colour] = signs[sign];
  return (
    <Icon
      size={size}
      stroke={1.75}
      aria-hidden
      style={{ color: `var(--cs-${colour})`, flex: 'none' }}
      className={sign === 'working' ? 'cs-spin' : undefined}
    />
  );
}

export function Status({ sign, children, size }: { sign: Sign; children: ReactNode; size?: number }) {
  return (
    <span className={classes.status}>
      <StatusIcon sign={sign} {...(size ? { size } : {})} />
      <span>{children}</span>
    </span>
  );
}

type Tone = 'grey' | 'warn' | 'bad' | 'ok' | 'ink' | 'plum';
/** A filled badge is for what must be noticed; a healthy state is icon and plain text. */
export function Badge({ tone = 'grey', sign, children }: { tone?: Tone; sign?: Sign; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {sign ? <BadgeIcon sign={sign} /> : null}
      {children}
    </span>
  );
}
function BadgeIcon({ sign }: { sign: Sign }) {
  const [Icon] = signs[sign];
  return <Icon size={13} stroke={1.75} aria-hidden className={sign === 'working' ? 'cs-spin' : undefined} />;
}
