import '@mantine/dates/styles.css';
import { DatePicker } from '@mantine/dates';
import { useState } from 'react';
import { Choice } from './choice.tsx';
import classes from './filters.module.css';
import { daysBefore, type Period } from './period.ts';

const labels = {
  nextMonth: 'Next month',
  previousMonth: 'Previous month',
  nextYear: 'Next year',
  previousYear: 'Previous year',
  nextDecade: 'Next decade',
  previousDecade: 'Previous decade',
};
const presets: [label: string, daysAgo: number | null][] = [
  ['Any time', null],
  ['Today', 0],
  ['Last 7 days', 6],
  ['Last 30 days', 29],
  ['Last 90 days', 89],
];

/** Spans that are often meant, and a calendar for all others: the first and the last day. */
export default function PeriodChoice(props: { value: Period; onChange: (period: Period, isDone: boolean) => void }) {
  const { value, onChange } = props;
  const [days, setDays] = useState<[string | null, string | null]>([value.from ?? null, value.until ?? null]);
  const today = daysBefore(0);
  return (
    <div className={classes.period}>
      <div className={classes.presets}>
        {presets.map(([label, daysAgo]) => {
          const from = daysAgo === null ? undefined : daysBefore(daysAgo);
          return (
            <Choice
              key={label}
              isChosen={value.from === from && value.until === undefined}
              onChoose={() => onChange({ from, until: undefined }, true)}
            >
              {label}
            </Choice>
          );
        })}
      </div>
      <DatePicker
        type="range"
        size="xs"
        allowSingleDateInRange
        value={days}
        maxDate={today}
        hideOutsideDates
        classNames={{ day: classes.day ?? '' }}
        ariaLabels={labels}
        onChange={([from, until]) => {
          setDays([from, until]);
          if (from && until) onChange({ from, until }, true);
        }}
      />
    </div>
  );
}
