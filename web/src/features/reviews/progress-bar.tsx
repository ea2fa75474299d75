import classes from './reviews.module.css';

export interface BarPart {
  tone: 'ok' | 'bad' | 'ink' | 'grey';
  count: number;
}
interface ProgressBarProps {
  label: string;
  parts: BarPart[];
  total: number;
  /** What the words count, where the bar shows more than that. */
  count?: number;
  isWide?: boolean;
}
/** One bar for all items, with both halves as numbers beside it (rule 4 of the look). */
export function ProgressBar({ label, parts, total, count, isWide = false }: ProgressBarProps) {
  const done = parts.reduce((sum, part) => sum + part.count, 0);
  return (
    <span className={classes.progress} data-wide={isWide || undefined}>
      <span
        className={classes.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(1, total)}
        aria-valuenow={done}
      >
        {parts.map((part) =>
          part.count > 0 ? (
            <span
              key={part.tone}
              data-tone={part.tone}
              className={classes.part}
              style={{ width: `${(part.count / Math.max(1, total)) * 100}%` }}
            />
          ) : null,
        )}
      </span>
      {isWide ? null : (
        <span className={classes.of}>
          {count ?? done} of {total}
        </span>
      )}
    </span>
  );
}
