import { lazy, Suspense } from 'react';
import { PopoverChip } from '../../../ui/table/popover-chip.tsx';
import { type Period, periodWords } from './period.ts';

const PeriodChoice = lazy(() => import('./period-choice.tsx'));

/** When it was done: since some days, or between two. */
export function PeriodChip({ value, onChange }: { value: Period; onChange: (period: Period) => void }) {
  return (
    <PopoverChip label="When" value={periodWords(value)}>
      {(close) => (
        <Suspense fallback={<div style={{ width: 390, height: 270 }} />}>
          <PeriodChoice
            value={value}
            onChange={(period, isDone) => {
              onChange(period);
              if (isDone) close();
            }}
          />
        </Suspense>
      )}
    </PopoverChip>
  );
}
