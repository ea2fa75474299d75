import { Tooltip } from '@mantine/core';
import { CopyIcon } from './copy.tsx';
import classes from './text.module.css';

/** Keeps both ends, where ids and ARNs differ: `arn:aws:iam::4812…7190:role/CountersignRead`. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const account = text.match(/^(arn:[^:]*:[^:]*:[^:]*:)(\d{4})\d{4}(\d{4})(:.*)$/);
  const short = account ? `${account[1]}${account[2]}…${account[3]}${account[4]}` : text;
  if (short.length <= most) return short;
  const tail = Math.ceil(most * 0.6);
  return `${short.slice(0, most - tail - 1)}…${short.slice(-tail)}`;
}

/** An id or ARN in mono: shortened in the middle, whole on hover, one click to copy. */
export function Identifier({ text, most = 44, what = 'id' }: { text: string; most?: number; what?: string }) {
  const short = shortened(text, most);
  const code = <code className={classes.identifier}>{short}</code>;
  return (
    <span className={classes.identifierBox}>
      {short === text ? code : <Tooltip label={<span className="cs-mono">{text}</span>}>{code}</Tooltip>}
      <CopyIcon text={text} label={`Copy ${what}`} />
    </span>
  );
}
